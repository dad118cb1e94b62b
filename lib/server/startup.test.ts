import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** Runs code in a process of its own, and returns its exit code and the lines of its log. */
function start(code: string, settings: Readonly<Record<string, string>>) {
  const program = `import { exitIfSettingsAreUnusable, watchProxyHeaders } from '@/lib/server/startup'; ${code}`;
  const args = ['--conditions=react-server', '--import', 'tsx', '--input-type=module', '--eval'];
  const env = { ...process.env, NEXTAUTH_URL: '', NEXTAUTH_SECRET: '', ...settings };
  return new Promise<{ code: number; messages: string[] }>((resolve) => {
    execFile(process.execPath, [...args, program], { env }, (error, _out, err) => {
      const lines = err.trim().split('\n').filter(Boolean);
      const messages = lines.map((line) => JSON.parse(line).msg as string);
      resolve({ code: error ? Number(error.code) : 0, messages });
    });
  });
}

describe('at startup, settings that cannot be used', () => {
  const check = 'exitIfSettingsAreUnusable()';

  it('are named once, without their values, and end the process', async () => {
    const settings = { WAREHOUSE: 'oracle', NEXTAUTH_SECRET: 'too-short', PORT: '0' };
    const { code, messages } = await start(check, settings);
    expect(code).toBe(1);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/WAREHOUSE: must be[\s\S]*NEXTAUTH_SECRET: must have[\s\S]*PORT:/);
    expect(messages[0]).not.toContain('too-short');
  });

  it('include a missing secret with Snowflake, which several servers must share', async () => {
    const { code, messages } = await start(check, {
      WAREHOUSE: 'snowflake',
      SNOWFLAKE_ACCOUNT: 'MYORG-MYACCOUNT',
      SNOWFLAKE_USER: 'ROUTER',
      SNOWFLAKE_WAREHOUSE: 'SMALL',
      SNOWFLAKE_PASSWORD: 'x',
    });
    expect(code).toBe(1);
    expect(messages).toEqual([expect.stringContaining('NEXTAUTH_SECRET: is required')]);
  });

  it('are none by default', async () => {
    expect(await start(check, { WAREHOUSE: 'duckdb' })).toEqual({ code: 0, messages: [] });
  });
});

describe('a proxy', () => {
  /** Publishes two requests, as Node's HTTP server does. */
  const request = (headers: Record<string, string>) => `
    import { channel } from 'node:diagnostics_channel';
    watchProxyHeaders();
    const request = { headers: ${JSON.stringify(headers)} };
    for (const _ of [1, 2]) channel('http.server.request.start').publish({ request });`;
  const overTls = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '1.2.3.4' };

  it('that ends TLS is reported once if the public address is not set', async () => {
    const { messages } = await start(request(overTls), { TRUSTED_PROXY_HOPS: '1' });
    expect(messages).toEqual([expect.stringContaining('NEXTAUTH_URL is not set')]);
  });

  it('that sends addresses is reported once if they are ignored', async () => {
    const { messages } = await start(request(overTls), { NEXTAUTH_URL: 'https://csm.example' });
    expect(messages).toEqual([expect.stringContaining('TRUSTED_PROXY_HOPS')]);
  });

  it('is not reported if everything is set, or if there is none', async () => {
    const settings = { NEXTAUTH_URL: 'https://csm.example', TRUSTED_PROXY_HOPS: '1' };
    expect((await start(request(overTls), settings)).messages).toEqual([]);
    expect((await start(request({ host: 'localhost' }), {})).messages).toEqual([]);
    const internal = { ...overTls, rsc: '1' };
    expect((await start(request(internal), {})).messages).toEqual([]);
  });
});
