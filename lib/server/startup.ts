import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { authSecret } from './auth/secrets';
import { env } from './env';
import { toErrorResponse } from './errors';
import { log } from './log';
import type { RequestStart } from './track-requests';

/**
 * Ends the process if a setting is missing or invalid, after logging which. Every page would otherwise
 * fail with the same error.
 */
export function exitIfSettingsAreUnusable(): void {
  try {
    // The embedded warehouse creates the secret on first use; with Snowflake it must be set.
    if (env().WAREHOUSE === 'snowflake') authSecret();
  } catch (error) {
    log.fatal(
      `${toErrorResponse(error).message}\nThe server has ended. Correct this and start it again.`,
    );
    process.exit(1);
  }
}

const warned = new Set<string>();

/** Checks the headers of every request from now on for settings that are missing. */
export function watchProxyHeaders(): void {
  subscribe('http.server.request.start', (message) =>
    warnAboutProxy((message as RequestStart).request),
  );
}

/** Warns once about each setting that the headers of a proxy show to be missing. */
function warnAboutProxy({ headers }: Pick<IncomingMessage, 'headers'>): void {
  // After an action that redirects, Next.js sends itself a request with the client's address.
  if (headers.rsc !== undefined) return;
  const { NEXTAUTH_URL, TRUSTED_PROXY_HOPS } = env();
  const isBehindTls = headers['x-forwarded-proto'] === 'https';
  if (!NEXTAUTH_URL && (isBehindTls || headers['x-forwarded-host'] !== undefined)) {
    warnOnce(
      'NEXTAUTH_URL is not set, but requests come through a proxy. Set it to the address that people open, such as https://csm.example.com. Until then, links are wrong and cookies are also sent without encryption.',
    );
  }
  if (TRUSTED_PROXY_HOPS === 0 && headers['x-forwarded-for'] !== undefined) {
    warnOnce(
      'X-Forwarded-For is ignored, because TRUSTED_PROXY_HOPS is 0. If a proxy of yours sends it, set TRUSTED_PROXY_HOPS to the number of proxies, or failed sign-ins of everyone behind it count together.',
    );
  }
}

function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  log.warn(message);
}
