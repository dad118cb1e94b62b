import { expect, test } from 'vitest';
import { deviceName } from './device-name';

const webKit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  [
    'Chrome on macOS',
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webKit} Chrome/140.0.0.0 Safari/537.36`,
  ],
  ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0'],
  [
    'Edge on Windows',
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0`,
  ],
  ['curl/8.5.0', ' curl/8.5.0'],
  ['x'.repeat(120), 'x'.repeat(5_000)],
  ['Unknown device', ''],
  ['Unknown device', null],
])('a device is called %s', (name, userAgent) => {
  expect(deviceName(userAgent)).toBe(name);
});
