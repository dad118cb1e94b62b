const LOOPBACK = '127.0.0.1';

/**
 * Where the demo listens: on this machine only, unless HOST names another address.
 * @returns `probes`, the addresses where the port must be free, and the `url` to open
 * @throws RangeError if PORT is not a port number
 */
export function demoAddress({ HOST, PORT }) {
  const host = HOST || LOOPBACK;
  const port = Number(PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new RangeError(`PORT must be a number from 1 to 65535; it is "${PORT}".`);
  }
  const isLocal = [LOOPBACK, 'localhost', '::1', '0.0.0.0', '::'].includes(host);
  // A browser may resolve localhost to either address.
  const probes = host === LOOPBACK ? [LOOPBACK, '::1'] : [host];
  const named = host.includes(':') ? `[${host}]` : host;
  return { host, port, probes, url: `http://${isLocal ? 'localhost' : named}:${port}` };
}
