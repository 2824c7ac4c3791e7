// Buttons for passkeys are shown where the browser knows passkeys; what goes wrong is said on the page.
document.addEventListener('DOMContentLoaded', function () {
  if (window.webauthnJSON && window.webauthnJSON.supported()) {
    document.querySelectorAll('.needs-script').forEach(function (part) { part.hidden = false })
  }
})
document.addEventListener('allauth.error', function (event) {
  event.preventDefault()
  document.querySelectorAll('.failed').forEach(function (part) { part.hidden = false })
})
