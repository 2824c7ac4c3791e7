// An OpenID Connect provider that lets anybody in under any name: node provider.js PORT REDIRECT_URI
// The name is the address; "new" before it is another subject, "un" before it one whose address is not verified.
import { Provider } from 'oidc-provider'

const [port, back] = process.argv.slice(2)
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'hub', client_secret: 'a-secret-of-the-test', redirect_uris: [back] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  pkce: { required: () => true },
  cookies: { keys: ['only for tests'] },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id.replace(/^(new|un)/, ''), email_verified: !id.startsWith('un'), name: 'Told By Provider' })
  })
})
provider.on('server_error', (ctx, fault) => console.error(fault))
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'))
