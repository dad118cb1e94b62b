import { z } from 'zod';

/** Longer than any form of next-auth. */
const MAX_BODY_LENGTH = 8 * 1024;
const TOO_LONG = 'The request body is too long.';

/** Actions with a form, each with a CSRF token. */
const formActions = new Set(['signin', 'signout', 'callback', 'session']);

const fields = z.record(z.string(), z.string());

/**
 * Returns what is wrong with a request to next-auth, which would answer 500 with a stack trace in the
 * log; undefined if nothing is.
 * @param action the first part of the path after `/api/auth/`
 */
export async function authRequestProblem(
  request: Request,
  action: string | undefined,
): Promise<string | undefined> {
  const { searchParams } = new URL(request.url);
  if (!isAddress(searchParams.get('callbackUrl'))) return 'The callback URL is not an address.';
  if (request.method !== 'POST') return undefined;
  // It would write whatever anyone sends to the log.
  if (action === undefined || !formActions.has(action)) return 'There is no such form.';
  const type = request.headers.get('content-type') ?? '';
  if (Number(request.headers.get('content-length')) > MAX_BODY_LENGTH) return TOO_LONG;
  const text = await request.clone().text();
  if (text.length > MAX_BODY_LENGTH) return TOO_LONG;
  const form = fields.safeParse(parseForm(type, text)).data;
  if (!form) return 'The request body is neither a form nor JSON with one text per field.';
  if (!form.csrfToken) return 'The CSRF token is missing.';
  if (!isAddress(form.callbackUrl)) return 'The callback URL is not an address.';
  return undefined;
}

function parseForm(type: string, text: string): unknown {
  if (type.includes('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  if (!type.includes('application/json')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a callback URL is missing, a path, or the address of a page. */
function isAddress(url: string | null | undefined): boolean {
  if (!url) return true;
  const base = url.startsWith('/') ? 'http://localhost' : undefined;
  return URL.canParse(url, base) && /^https?:/.test(new URL(url, base).protocol);
}
