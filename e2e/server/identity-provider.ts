import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

/** A person's account at the identity provider, by the login that they type. */
export interface Account {
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
  readonly groups?: readonly string[];
}

/** Where claims are: in the ID token, as Okta, Microsoft, and Google do, or at the userinfo endpoint. */
type ClaimsIn = 'token' | 'userinfo';

const client = { id: 'csm-routing', secret: 'Canary-Client-Secret' };

/** A real OpenID Connect provider on this machine, whose token endpoint can lie. */
export class IdentityProvider {
  readonly accounts = new Map<string, Account>();
  /** Replaces claims of the next ID tokens, which are signed all the same. */
  forged: Readonly<Record<string, unknown>> | null = null;
  /** Whether the next ID tokens are signed with a key that is not the provider's. */
  usesOtherKey = false;

  readonly #key = newKey();
  #hold: ((callback: string) => void) | undefined;
  #server: Server | undefined;
  #port = 0;

  /** Starts a provider to which one app is known. */
  static async start(redirectUri: string, claimsIn: ClaimsIn = 'token'): Promise<IdentityProvider> {
    const started = new IdentityProvider();
    await started.#listen();
    started.#serve(redirectUri, claimsIn);
    return started;
  }

  /** Its address is another site than the app's, which is 127.0.0.1. */
  get issuer(): string {
    return `http://localhost:${this.#port}`;
  }

  /** The app's settings for this provider. */
  get settings() {
    return {
      OIDC_NAME: 'Acme Login',
      OIDC_ISSUER: this.issuer,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
    };
  }

  /** Keeps the next browser from returning to the app, and resolves to the address that it would open. */
  holdCallback(): Promise<string> {
    return new Promise((resolve) => {
      this.#hold = resolve;
    });
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  /** Listens again after `stop`, at the same address and with the same sessions. */
  async restart(): Promise<void> {
    await this.#listen();
  }

  #handle: Parameters<typeof createServer>[1] = () => {};

  async #listen(): Promise<void> {
    const server = createServer((request, response) => this.#handle?.(request, response));
    server.listen(this.#port, 'localhost');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  #serve(redirectUri: string, claimsIn: ClaimsIn): void {
    const jwk = { ...this.#key.export({ format: 'jwk' }), kid: 'test', alg: 'RS256', use: 'sig' };
    const scope = 'openid email profile groups';
    const configuration: Configuration = {
      clients: [
        { client_id: client.id, client_secret: client.secret, redirect_uris: [redirectUri] },
      ],
      jwks: { keys: [jwk as never] },
      cookies: { keys: ['a key for tests'] },
      scopes: scope.split(' '),
      claims: { email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
      conformIdTokenClaims: claimsIn === 'userinfo',
      pkce: { required: () => true },
      // Otherwise it warns about its defaults.
      ttl: { AccessToken: 60, Grant: 3_600, IdToken: 60, Interaction: 600, Session: 3_600 },
      findAccount: (_, login) => {
        const account = this.accounts.get(login);
        return account && { accountId: login, claims: () => ({ sub: login, ...account }) };
      },
      // Nobody is asked for consent.
      loadExistingGrant: async ({ oidc }) => {
        const grant = new oidc.provider.Grant({
          accountId: oidc.session?.accountId,
          clientId: oidc.client?.clientId,
        });
        grant.addOIDCScope(scope);
        await grant.save();
        return grant;
      },
    };
    const provider = new Provider(this.issuer, configuration);
    provider.use(async (ctx, next) => {
      await next();
      const location: string = ctx.response.get('location') ?? '';
      if (this.#hold && location.startsWith(redirectUri)) {
        this.#hold(location);
        this.#hold = undefined;
        ctx.status = 200;
        ctx.body = 'The test holds this browser.';
      }
      const { body } = ctx as { body?: { id_token?: string } };
      if (ctx.path !== '/token' || !body?.id_token) return;
      if (!this.forged && !this.usesOtherKey) return;
      const key = this.usesOtherKey ? newKey() : this.#key;
      ctx.body = { ...body, id_token: resign(body.id_token, this.forged ?? {}, key) };
    });
    this.#handle = provider.callback();
  }
}

function newKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}

/** Replaces claims of a JWT and signs it again. */
function resign(token: string, claims: Readonly<Record<string, unknown>>, key: KeyObject): string {
  const [header = '', payload = ''] = token.split('.');
  const before = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const changed = Buffer.from(JSON.stringify({ ...before, ...claims })).toString('base64url');
  const signature = createSign('RSA-SHA256').update(`${header}.${changed}`).sign(key, 'base64url');
  return `${header}.${changed}.${signature}`;
}
