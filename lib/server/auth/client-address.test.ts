import { describe, expect, test } from 'vitest';
import { clientAddress } from './client-address';

const from = (forwardedFor: string | undefined, hops: number, socketAddress = '192.0.2.1') =>
  clientAddress({ socketAddress, forwardedFor }, hops);

describe('the address that sign-ins count for', () => {
  test('is the connection’s without trusted proxies, whatever the client sends', () => {
    for (const header of ['1.2.3.4', '1.2.3.4, 5.6.7.8', 'made up', undefined]) {
      expect(from(header, 0)).toBe('192.0.2.1');
    }
  });

  test('is the one that the outermost trusted proxy saw', () => {
    expect(from('6.6.6.6, 1.2.3.4', 1)).toBe('1.2.3.4');
    expect(from('6.6.6.6,1.2.3.4 , 10.0.0.2', 2)).toBe('1.2.3.4');
    expect(from('6.6.6.6, 2001:db8::9, 10.0.0.2, 10.0.0.3', 3)).toBe('2001:db8:0:0::/64');
  });

  test.each([
    '',
    'unknown',
    '1.2.3',
    '1.2.3.4:80',
    '999.1.1.1',
    '_x',
    '::g',
    'localhost',
    '1.2.3.4 5',
  ])('is the connection’s if the proxy sent %j instead of an address', (text) => {
    expect(from(`1.1.1.1, ${text}`, 1)).toBe('192.0.2.1');
  });

  test('is the connection’s if the request passed fewer proxies', () => {
    expect(from('1.2.3.4', 2)).toBe('192.0.2.1');
    expect(from(undefined, 1)).toBe('192.0.2.1');
  });

  test.each([
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::FFFF:0102:0304', '1.2.3.4'],
    ['0:0:0:0:0:ffff:1.2.3.4', '1.2.3.4'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1:2:3:4', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('of %s is %s in every spelling', (address, expected) => {
    expect(from(undefined, 0, address)).toBe(expected);
    expect(from(address, 1)).toBe(expected);
  });

  test('is unknown outside a request', () => {
    expect(clientAddress(undefined, 1)).toBe('unknown');
  });
});
