import { expect, signInByForm, test } from './fixtures';

// An earlier file on the same server may have changed its company.
test.beforeAll(({ server }) => server.reset());

const pages = ['/sign-in', '/queue', '/runs', '/no-such-page'];

test('every page allows only scripts with its nonce', async ({ signInAs }) => {
  const page = await signInAs('manager');
  const seen = new Set<string>();
  for (const path of pages) {
    const response = await page.request.get(path, { maxRedirects: 0 });
    const policy = response.headers()['content-security-policy'] ?? '';
    const [, nonce = ''] = /script-src 'self' 'nonce-([^']+)' 'strict-dynamic';/.exec(policy) ?? [];
    expect(nonce, path).not.toBe('');
    expect(seen.has(nonce), path).toBe(false);
    seen.add(nonce);
    for (const rule of ["default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"]) {
      expect(policy, path).toContain(rule);
    }
    expect(policy, path).not.toContain('unsafe-eval');
    for (const [tag] of (await response.text()).matchAll(/<script[^>]*>/g)) {
      expect(tag, path).toContain(`nonce="${nonce}"`);
    }
  }
});

test('a response of the API may load nothing', async ({ request }) => {
  for (const path of ['/api/health', '/api/runs']) {
    const policy = (await request.get(path)).headers()['content-security-policy'];
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toContain("frame-ancestors 'none'");
  }
});

test('a short response of the API is not compressed', async ({ request }) => {
  const response = await request.get('/api/runs', { headers: { 'accept-encoding': 'gzip' } });
  expect(response.headers()['content-encoding']).toBeUndefined();
});

test('every response forbids framing, MIME sniffing, and cross-origin referrers', async ({
  request,
}) => {
  for (const path of [...pages, '/api/health', '/api/runs']) {
    const headers = (await request.get(path)).headers();
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['x-powered-by'], path).toBeUndefined();
  }
});

test('the session cookie is HttpOnly and SameSite', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  const [session] = (await page.context().cookies()).filter(({ name }) => /session/.test(name));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
});

test('a sign-in leaves a signed cookie that names this browser, and no secret', async ({
  page,
}) => {
  await signInByForm(page, 'viewer');
  const [device] = (await page.context().cookies()).filter(({ name }) => /device/.test(name));
  expect(device).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect(device?.value).toMatch(/^[0-9a-f]{32}\.[0-9a-f]{64}$/);
});

test('the API rejects requests without a session or a token', async ({ request, server }) => {
  for (const authorization of [undefined, 'Bearer wrong', `Basic ${server.operatorToken}`]) {
    const response = await request.post('/api/runs', {
      data: { mode: 'batch', batchSize: 1 },
      ...(authorization && { headers: { authorization } }),
    });
    expect(response.status()).toBe(401);
    expect(response.headers()['www-authenticate']).toBe('Bearer');
    expect((await response.json()).error.code).toBe('sign_in_required');
  }
});

test('a malformed sign-in request gets 400 and one short line in the log', async ({
  request,
  server,
}) => {
  const before = server.output.length;
  const path = '/api/auth/callback/credentials';
  const text = { 'content-type': 'text/plain' };
  const json = { 'content-type': 'application/json' };
  const responses = [
    await request.get(path),
    await request.post(path),
    await request.post(path, { form: { email: 'a' } }),
    await request.post(path, { headers: text, data: 'csrfToken=a' }),
    await request.post(path, { headers: json, data: Buffer.from('{"csrfToken":') }),
    await request.post('/api/auth/_log', { data: { level: 'error', code: 'forged' } }),
    await request.get('/api/auth/signin?callbackUrl=http://'),
    await request.get('/api/auth/csrf', { headers: { cookie: 'next-auth.callback-url=%25' } }),
  ];
  expect(responses.map((response) => response.status())).toEqual(responses.map(() => 400));
  await request.get('/api/auth/session', { headers: { cookie: 'next-auth.session-token=forged' } });
  const lines = server.output.slice(before).trim().split('\n');
  expect(lines.filter((line) => line.includes('malformed sign-in request'))).toHaveLength(8);
  for (const line of lines) {
    expect(line).not.toContain('"stack"');
    expect(line).not.toContain('forged');
    expect(line.length).toBeLessThan(300);
  }
});

test('a tampered session is signed out', async ({ signInAs }) => {
  const page = await signInAs('admin');
  const context = page.context();
  await page.goto('about:blank');
  const [session] = (await context.cookies()).filter(({ name }) => /session/.test(name));
  if (!session) throw new Error('Nobody is signed in.');
  await context.addCookies([{ ...session, value: `${session.value.slice(0, -3)}abc` }]);
  await page.goto('/queue');
  await expect(page).toHaveURL('/sign-in');
});
