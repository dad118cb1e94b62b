import { createServer } from 'node:net';

/**
 * Why a server cannot listen on this port and address, and what to do. Null if it can.
 * @param host of several addresses of a name, the first one is tried
 */
export async function portProblem(port, host) {
  const code = await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(error.code));
    probe.listen({ port, host }, () => probe.close(() => resolve(null)));
  });
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use, maybe by another copy of this program. Stop that, or set PORT to another number.`;
  }
  if (code === 'EACCES')
    return `Port ${port} needs more rights than yours. Set PORT to 1024 or more.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `HOST must be an address of this machine; it is "${host}".`;
  }
  return null;
}
