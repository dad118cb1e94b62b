import { demoMembers } from '@/demo/people';
import type { AppServer } from '@/e2e/server/server';
import { roles } from '@/lib/server/auth/person';
import { allTokenScopes, type TokenScope } from '@/lib/server/auth/token-scopes';
import type { Principal } from './access';
import type { Build } from './build';
import type { Identity } from './send';

/** The password of the members who are disabled or signed out. */
export const formerPassword = 'an admin until a moment ago';

/** Every principal's cookies or token, which they get as people and scripts do: over HTTP. */
export async function signInAll(
  server: AppServer,
  { actions }: Build,
): Promise<ReadonlyMap<Principal, Identity>> {
  const operator = { authorization: `Bearer ${server.operatorToken}` };
  const send = async (path: string, headers: Identity, body: unknown) => {
    const { url } = server;
    const response = await fetch(url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', origin: url, ...headers },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} returned ${response.status}: ${text}`);
    return text;
  };
  const addAdmin = async (email: string): Promise<Identity> => {
    await send('/api/members', operator, {
      email,
      name: 'Former',
      role: 'admin',
      password: formerPassword,
    });
    return signIn(server.url, email, formerPassword);
  };

  const identities = new Map<Principal, Identity>([
    ['anonymous', {}],
    ['operator', operator],
  ]);
  for (const role of roles) {
    const member = demoMembers.find((each) => each.role === role);
    identities.set(role, await signIn(server.url, member?.email ?? '', member?.password ?? ''));
  }
  identities.set('disabled', await addAdmin('disabled@demo.example'));
  await send('/api/members/disable', operator, { email: 'disabled@demo.example' });
  const ended = await addAdmin('ended@demo.example');
  await signOut(server.url, ended);
  identities.set('ended', ended);

  const admin = identities.get('admin') ?? {};
  const callAs = (action: string, input: unknown) =>
    send('/members', { ...admin, 'next-action': actions.get(action) ?? '' }, [input]);
  const createToken = async (name: string, scopes: readonly TokenScope[]): Promise<Identity> => {
    const text = await callAs('createTokenAction', { name, scopes, days: 1 });
    return { authorization: `Bearer ${/"token":"(csmr_[\w-]+)"/.exec(text)?.[1]}` };
  };
  for (const scope of allTokenScopes) {
    identities.set(scope, await createToken(scope.replace(':', ' '), [scope]));
  }
  for (const name of ['revoked', 'expired'] as const) {
    identities.set(name, await createToken(name, allTokenScopes));
  }
  const [[revoked]] = await server.sql(
    "SELECT token_id FROM CSM_ROUTING_API_TOKENS WHERE name = 'revoked'",
    "UPDATE CSM_ROUTING_API_TOKENS SET expires_at = created_at WHERE name = 'expired'",
  );
  await callAs('revokeTokenAction', { id: revoked?.token_id });
  return identities;
}

/** Signs in as a script does that has the password. */
export async function signIn(url: string, email: string, password: string): Promise<Identity> {
  const response = await postForm(url, 'callback/credentials', {}, { email, password });
  const session = cookiesOf(response).find((cookie) => cookie.includes('session-token'));
  if (!session) throw new Error(`${email} could not sign in: ${await response.text()}`);
  return { cookie: session };
}

/** Ends a session, but keeps its cookie. */
async function signOut(url: string, { cookie = '' }: Identity): Promise<void> {
  await postForm(url, 'signout', { cookie }, {});
}

/** Sends one of next-auth's forms, with its CSRF token. */
async function postForm(
  url: string,
  form: string,
  { cookie }: Identity,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  return fetch(`${url}/api/auth/${form}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, cookie: [...cookiesOf(csrf), cookie].filter(Boolean).join('; ') },
    body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
  });
}

function cookiesOf(response: Response): string[] {
  return response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
}
