// What a mark of a picture says, under the pointer and by the arrow keys: it is said below the drawing and read aloud.
for (const picture of document.querySelectorAll('.picture:not([data-live])')) {
  picture.dataset.live = 'yes'
  const reading = picture.querySelector('.reading')
  for (const drawing of picture.querySelectorAll('.drawing')) {
    const marks = [...drawing.querySelectorAll('.mark')]
    if (marks.length) follow(drawing, marks, reading)
  }
}
for (const field of document.querySelectorAll('.copied textarea')) field.addEventListener('focus', () => field.select())

function follow (drawing, marks, reading) {
  let at = null
  drawing.tabIndex = 0
  drawing.setAttribute('role', 'application')
  drawing.setAttribute('aria-label', drawing.dataset.label)

  function show (mark) {
    if (at) at.classList.remove('at')
    at = mark
    if (at) at.classList.add('at')
    reading.textContent = at ? at.querySelector('title').textContent : ''
  }
  drawing.addEventListener('mouseover', event => {
    const mark = event.target.closest('.mark')
    if (mark) show(mark)
  })
  drawing.addEventListener('focus', () => { if (!at) show(marks[0]) })
  drawing.addEventListener('blur', () => show(null))
  drawing.addEventListener('keydown', event => {
    const next = {
      ArrowRight: () => beside(at, marks, 1, 0),
      ArrowLeft: () => beside(at, marks, -1, 0),
      ArrowDown: () => beside(at, marks, 0, 1),
      ArrowUp: () => beside(at, marks, 0, -1),
      Home: () => marks[0],
      End: () => marks[marks.length - 1]
    }[event.key]
    if (next) {
      event.preventDefault()
      show(next() || at)
    } else if (event.key === 'Enter' && at && at.closest('a')) {
      at.closest('a').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
    }
  })
}

// The nearest mark in a direction; what lies aside counts three times as far.
function beside (from, marks, right, down) {
  const middle = mark => {
    const box = mark.getBoundingClientRect()
    return [box.x + box.width / 2, box.y + box.height / 2]
  }
  if (!from) return marks[0]
  const [x, y] = middle(from)
  let best = null
  let least = Infinity
  for (const mark of marks) {
    const [dx, dy] = middle(mark).map((place, side) => place - [x, y][side])
    const ahead = dx * right + dy * down
    const far = ahead + 3 * Math.abs(dx * down + dy * right)
    if (ahead > 1 && far < least) [best, least] = [mark, far]
  }
  return best
}
