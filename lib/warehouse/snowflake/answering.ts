import { connect } from 'node:net';
import { notReached } from './login-errors';

const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/**
 * Waits until the host of an address takes a connection, or refuses one, which the SDK tells best.
 * The SDK cannot be told to stop asking a silent host, and would keep a command from ending.
 * @throws AppError when it does neither in time.
 */
export async function answering(url: string, timeoutMs: number): Promise<void> {
  // Through a proxy the host itself need not be reachable.
  if (proxies.some((name) => process.env[name])) return;
  const { protocol, hostname, port } = new URL(url);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'http:' ? 80 : 443),
    timeout: timeoutMs,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', () => resolve());
      socket.once('timeout', () => reject(notReached(timeoutMs)));
    });
  } finally {
    socket.destroy();
  }
}
