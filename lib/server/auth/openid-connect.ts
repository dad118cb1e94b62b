import 'server-only';
import * as oauth from 'oauth4webapi';
import { type Env, env } from '@/lib/server/env';
import { isLoopback, isSecureUrl } from '@/lib/server/secure-url';
import { MINUTE_MS } from '@/lib/time';
import { signInMethods } from './sign-in-methods';
import { expiredSignInError, ssoError } from './sso-errors';
import { type SsoIdentity, toIdentity } from './sso-identity';

const TIMEOUT_MS = 10_000;
/** How long the issuer's endpoints and keys are used before they are read again. */
const METADATA_TTL_MS = MINUTE_MS;
const CLOCK_TOLERANCE_S = 30;

/** What this browser must send back to finish a sign-in. */
export interface SsoAttempt {
  readonly state: string;
  readonly nonce: string;
  /** PKCE's secret, whose hash the issuer has. */
  readonly codeVerifier: string;
}

/** The issuer, and this app as its client. */
interface Registration {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
}

/**
 * Starts a sign-in at the issuer.
 * @param redirectUri where the issuer sends the browser back to, as registered there
 * @returns the address to send the browser to, and what to keep for `finishSso`
 * @throws AppError `sso_failed` if the issuer does not respond
 */
export async function startSso(
  redirectUri: string,
): Promise<{ readonly url: URL; readonly attempt: SsoAttempt }> {
  const { server, client } = await explained(registration);
  const attempt = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    codeVerifier: oauth.generateRandomCodeVerifier(),
  };
  const url = new URL(server.authorization_endpoint ?? '');
  const parameters = {
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: redirectUri,
    scope: env().OIDC_SCOPES,
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(attempt.codeVerifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url, attempt };
}

/**
 * Exchanges the code that the browser brings back for who the person is. Checks the state, the ID token's
 * signature, issuer, audience, times, and nonce.
 * @param parameters the query that the browser brings back
 * @throws AppError `sign_in_required` if the person canceled, or the sign-in is not one of this browser;
 * `sso_failed` if the issuer does not respond or its response is wrong
 */
export async function finishSso(
  redirectUri: string,
  parameters: URLSearchParams,
  attempt: SsoAttempt,
): Promise<SsoIdentity> {
  if (parameters.get('state') !== attempt.state) throw expiredSignInError();
  return explained(async () => {
    const found = await registration();
    const { server, client, authentication } = found;
    const checked = oauth.validateAuthResponse(server, client, parameters, attempt.state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      checked,
      redirectUri,
      attempt.codeVerifier,
      requestOptions(),
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: attempt.nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(server, response, requestOptions());
    const claims = oauth.getValidatedIdTokenClaims(tokens);
    if (!claims) throw new Error('The token response has no ID token.');
    return toIdentity(env(), { ...(await moreClaims(found, tokens, claims)), ...claims });
  });
}

/** Most issuers send all claims in the ID token, the others at their userinfo endpoint. */
async function moreClaims(
  { server, client }: Registration,
  { access_token }: oauth.TokenEndpointResponse,
  claims: oauth.IDToken,
): Promise<oauth.UserInfoResponse | undefined> {
  const { OIDC_ROLE_CLAIM } = env();
  const wanted = ['email', ...(OIDC_ROLE_CLAIM ? [OIDC_ROLE_CLAIM] : [])];
  if (!server.userinfo_endpoint || wanted.every((name) => name in claims)) return undefined;
  const response = await oauth.userInfoRequest(server, client, access_token, requestOptions());
  return oauth.processUserInfoResponse(server, client, claims.sub, response);
}

let known: { readonly at: number; readonly registration: Promise<Registration> } | undefined;

/** Reads the issuer's endpoints, at most once a minute if it responds. */
function registration(): Promise<Registration> {
  if (known && performance.now() - known.at < METADATA_TTL_MS) return known.registration;
  const read = { at: performance.now(), registration: readRegistration(env()) };
  known = read;
  read.registration.catch(() => {
    if (known === read) known = undefined;
  });
  return read.registration;
}

async function readRegistration(settings: Env): Promise<Registration> {
  const { OIDC_CLIENT_ID = '', OIDC_CLIENT_SECRET = '' } = settings;
  const url = issuerUrl(settings);
  const response = await oauth.discoveryRequest(url, requestOptions());
  const server = await oauth.processDiscoveryResponse(url, response);
  if (!isSecureUrl(server.authorization_endpoint ?? '')) {
    throw new Error('The issuer has no authorization endpoint with HTTPS.');
  }
  // The default of the standard is basic, but some issuers that list both decode it incorrectly.
  const usesPost = server.token_endpoint_auth_methods_supported?.includes('client_secret_post');
  return {
    server,
    client: { client_id: OIDC_CLIENT_ID, [oauth.clockTolerance]: CLOCK_TOLERANCE_S },
    authentication: usesPost
      ? oauth.ClientSecretPost(OIDC_CLIENT_SECRET)
      : oauth.ClientSecretBasic(OIDC_CLIENT_SECRET),
  };
}

function issuerUrl({ OIDC_ISSUER = '' }: Env): URL {
  return new URL(OIDC_ISSUER);
}

function requestOptions() {
  return {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    // The settings allow plain HTTP to this machine only.
    [oauth.allowInsecureRequests]: isLoopback(issuerUrl(env())),
  };
}

/** Runs a part of the protocol, and says what went wrong in the user's words. */
async function explained<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw ssoError(error, signInMethods().sso?.name ?? '');
  }
}
