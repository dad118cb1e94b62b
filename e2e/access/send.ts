import { timeZoneCookie } from '@/components/ui/preference-cookies';
import type { ActionAccess } from './actions';
import type { PageAccess } from './pages';
import type { RouteAccess } from './routes';

/** The headers that say who sends a request: cookies or a token. */
export type Identity = Readonly<Record<string, string>>;

/** How the server answered, in the words of the table, or something that the table does not expect. */
export interface Answer {
  readonly outcome: string;
  readonly text: string;
}

/** Where the requests go, and the address of the page or site that sends them. */
export interface Target {
  readonly url: string;
  readonly origin: string;
}

/** Values for the parts of an address in brackets. Nothing exists with them. */
const exampleParts = { id: 'none', name: 'Nobody', '...nextauth': 'session' };

function addressOf(pattern: string): string {
  return pattern.replace(/\[(.+?)\]/g, (_, part: keyof typeof exampleParts) => exampleParts[part]);
}

const isSignIn = (location: string) => /^\/sign-in(\?(?!signed-out)|$)/.test(location);

/** Opens a page as a browser does, and follows its redirects. */
export async function openPage(
  { url }: Target,
  identity: Identity,
  pattern: string,
  { refusal }: PageAccess,
): Promise<Answer> {
  const zone = `${timeZoneCookie}=UTC`;
  const headers = {
    ...identity,
    accept: 'text/html',
    cookie: identity.cookie ? `${identity.cookie}; ${zone}` : zone,
  };
  let path = addressOf(pattern);
  for (let redirects = 0; redirects < 5; redirects += 1) {
    const response = await fetch(url + path, { headers, redirect: 'manual' });
    const text = await response.text();
    const location = response.headers.get('location');
    if (location) {
      const next = new URL(location, url);
      path = next.pathname + next.search;
      if (isSignIn(path)) return { outcome: 'sign in', text };
      continue;
    }
    if (!response.ok && response.status !== 404) return { outcome: `${response.status}`, text };
    return { outcome: refusal && text.includes(refusal) ? 'no' : 'yes', text };
  }
  return { outcome: 'redirects without end', text: '' };
}

/** Posts a call of a server action to a page, which need not be one that has it. */
export async function callAction(
  { url, origin }: Target,
  identity: Identity,
  { id, page }: { readonly id: string; readonly page: string },
  { input, answer = 'invalid_input' }: ActionAccess,
): Promise<Answer> {
  const response = await fetch(url + page, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      ...identity,
      origin,
      'next-action': id,
      accept: 'text/x-component',
      'content-type': 'text/plain;charset=UTF-8',
    },
    body: JSON.stringify([input === undefined ? {} : input]),
  });
  const text = await response.text();
  const [location] = (response.headers.get('x-action-redirect') ?? '').split(';');
  if (location) return { outcome: isSignIn(location) ? 'sign in' : 'yes', text };
  if (!response.ok) return { outcome: `${response.status}`, text };
  // The action's result is the row after the one that refers to it; the page's rows follow.
  const result = /^1:(.*)$/m.exec(text)?.[1] ?? '';
  const code = /"code":"(\w+)"/.exec(result)?.[1] ?? (result ? 'ok' : 'nothing');
  return { outcome: outcomes.get(code) ?? (code === answer ? 'yes' : code), text: result };
}

const outcomes = new Map([
  ['sign_in_required', 'sign in'],
  ['forbidden', 'no'],
]);

/** Sends a request to a route. Of an event stream, reads only that it has begun. */
export async function sendRequest(
  { url, origin }: Target,
  identity: Identity,
  name: string,
  { query = '', body, headers, status = 200 }: RouteAccess,
): Promise<Answer> {
  const [method = '', pattern = ''] = name.split(' ');
  const isForm = body instanceof FormData;
  const canceled = new AbortController();
  const response = await fetch(url + addressOf(pattern) + query, {
    method,
    redirect: 'manual',
    signal: canceled.signal,
    headers: {
      ...identity,
      ...(method !== 'GET' && { origin }),
      ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
  const isStream = response.headers.get('content-type')?.includes('event-stream');
  const text = isStream ? '' : await response.text();
  canceled.abort();
  if (response.status === 401) return { outcome: 'sign in', text };
  if (response.status === 403) return { outcome: 'no', text };
  const isExpected = [status].flat().includes(response.status);
  return { outcome: isExpected ? 'yes' : `${response.status} ${text}`, text };
}

/** The methods that a route accepts, except those that Next.js adds. */
export async function methodsOf(
  { url }: Target,
  identity: Identity,
  pattern: string,
): Promise<string[]> {
  const response = await fetch(url + addressOf(pattern), { method: 'OPTIONS', headers: identity });
  const methods = (response.headers.get('allow') ?? 'GET').split(', ');
  return methods.filter((method) => method !== 'HEAD' && method !== 'OPTIONS');
}
