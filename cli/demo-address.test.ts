import { expect, it } from 'vitest';
// @ts-expect-error: plain JavaScript, because it runs before packages are installed.
import { demoAddress } from './demo-address.mjs';

it('makes the demo listen on this machine only by default', () => {
  expect(demoAddress({})).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    url: 'http://localhost:3000',
  });
  expect(demoAddress({ HOST: '', PORT: '3100' })).toMatchObject({ host: '127.0.0.1', port: 3100 });
});

it('lets HOST choose another address', () => {
  expect(demoAddress({ HOST: '0.0.0.0' })).toMatchObject({
    host: '0.0.0.0',
    url: 'http://localhost:3000',
  });
  expect(demoAddress({ HOST: 'demo.local', PORT: '80' }).url).toBe('http://demo.local:80');
  expect(demoAddress({ HOST: 'fe80::1' }).url).toBe('http://[fe80::1]:3000');
});

it('names a PORT that is not a port number', () => {
  expect(() => demoAddress({ PORT: '80 000' })).toThrow('PORT must be a number from 1 to 65535');
});
