import { isIP, isIPv4 } from 'node:net';
import type { RequestOrigin } from '@/lib/server/current-request';

/**
 * Returns the network address that a request counts for: the one that the outermost trusted proxy saw,
 * or the connection's if there is no such proxy or it sent no address. An IPv6 address is cut to its /64
 * network, because a client has all of it.
 * @param hops how many trusted proxies append to `X-Forwarded-For`
 */
export function clientAddress(origin: RequestOrigin | undefined, hops: number): string {
  const forwarded = hops > 0 ? origin?.forwardedFor?.split(',').at(-hops) : undefined;
  return network(forwarded) ?? network(origin?.socketAddress) ?? 'unknown';
}

/** An address in the one spelling that counts; undefined if it is none. */
function network(text: string | undefined): string | undefined {
  const address = text?.trim().replace(/%.*$/, '') ?? '';
  if (isIPv4(address)) return address;
  if (isIP(address) !== 6) return undefined;
  // The URL parser normalizes the many spellings of an IPv6 address.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const groups = [...left, ...zeros, ...right];
  const isMapped = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff';
  if (!isMapped) return `${groups.slice(0, 4).join(':')}::/64`;
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
