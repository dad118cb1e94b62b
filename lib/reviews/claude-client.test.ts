import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withRetryJitter } from './claude-client';

const server = createServer((request, response) => {
  const after = request.url?.slice(1);
  response.writeHead(429, after ? { 'retry-after': after } : {}).end('too many');
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** The requested wait in milliseconds if the random number is `drawn`. */
async function waitAfter(header: string, drawn: number): Promise<string | null> {
  const response = await withRetryJitter(fetch, () => drawn)(`${url}/${header}`);
  expect(response.status).toBe(429);
  expect(await response.text()).toBe('too many');
  return response.headers.get('retry-after-ms');
}

describe('the wait before a retry', () => {
  it('is the requested time plus up to a quarter of jitter', async () => {
    expect(await waitAfter('4', 0)).toBe('4000');
    expect(await waitAfter('4', 0.5)).toBe('4500');
    expect(await waitAfter('0.1', 1)).toBe('125');
  });

  it('is left to the SDK without a valid number of seconds', async () => {
    expect(await waitAfter('', 0.5)).toBeNull();
    expect(await waitAfter('0', 0.5)).toBeNull();
    expect(await waitAfter('soon', 0.5)).toBeNull();
  });
});
