import { generateKeyPairSync } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { demoMembers } from '@/demo/people';
import { type ClaudeServer, startClaudeServer } from '@/test/claude/server';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { actionAccess } from './access/actions';
import { readBuild } from './access/build';
import { pageAccess } from './access/pages';
import { routeAccess } from './access/routes';
import { callAction, openPage, sendRequest } from './access/send';
import { formerPassword, signInAll } from './access/sign-in';
import { expect, fillSignInForm, test } from './fixtures';
import { postRun, waitForRun } from './server/runs-api';
import type { AppServer } from './server/server';
import {
  canary,
  filesWith,
  type Recorded,
  ResponseRecorder,
  secretSettings,
} from './support/canaries';
import { openMember } from './support/members-page';

// Secrets have values that occur nowhere else. None may occur in what the server sends, logs, or writes.

test.describe.configure({ timeout: 420_000 });

let claude: ClaudeServer;
let snowflake: SnowflakeServer;
test.beforeAll(async () => {
  [claude, snowflake] = await Promise.all([startClaudeServer(), startSnowflakeServer()]);
});
test.afterAll(async ({ server }) => {
  await Promise.all([claude.close(), snowflake.close()]);
  await server.reset();
});

const passwords = [...demoMembers.map(({ password }) => password), formerPassword];

async function expectNowhere(
  server: AppServer,
  responses: readonly Recorded[],
  secrets: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, secret] of Object.entries(secrets)) {
    const shown = responses.filter(({ text }) => text.includes(secret)).map(({ url }) => url);
    const files = await filesWith(server.folder, secret);
    const logged = server.output.includes(secret);
    expect.soft({ shown, files, logged }, name).toEqual({ shown: [], files: [], logged: false });
  }
}

test('no secret is in a response, in the log, or in a file, whatever is requested and fails', async ({
  server,
  page,
  problems,
}) => {
  problems.expect(/.*/);
  const settings = secretSettings();
  const env = {
    ...settings,
    // Claude refuses the key, and nobody answers at the issuer.
    ANTHROPIC_BASE_URL: claude.environment.ANTHROPIC_BASE_URL,
    OIDC_ISSUER: 'http://127.0.0.1:9',
    OIDC_CLIENT_ID: 'csm-routing',
  };
  await server.reset({ env });
  const wrongPassword = canary('wrong-password');
  const recorder = new ResponseRecorder();
  recorder.start();
  recorder.watch(page);

  const { runId } = await (await postRun(server, { mode: 'batch', batchSize: 2 })).json();
  expect(await waitForRun(server, runId)).toMatchObject({ status: 'succeeded' });
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('admin@demo.example');
  await page.getByLabel('Password').fill(wrongPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'is wrong' })).toBeVisible();
  await fillSignInForm(page, 'admin');
  await page.waitForURL('/queue');
  await page.goto(`/runs/${runId}`);
  await expect(page.getByText(/not reviewed/i).first()).toBeVisible();
  const dialog = await openMember(page, demoMembers[0]?.name ?? '');
  await dialog.getByRole('button', { name: 'Make a link' }).click();
  const link = dialog.getByRole('textbox', { name: /^Link for/ });
  await expect(link).toHaveValue(/#/);
  const invitation = (await link.inputValue()).split('#')[1] ?? '';
  await page.goto(`/invitation#${invitation}`);
  await expect(page.getByText('choose a password')).toBeVisible();

  const build = await readBuild();
  const target = { url: server.url, origin: server.url };
  const identities = await signInAll(server, build);
  const all = [...identities.values()];
  for (const [pattern, access] of Object.entries(pageAccess)) {
    await Promise.all(all.map((each) => openPage(target, each, pattern, access)));
  }
  for (const [name, access] of Object.entries(routeAccess)) {
    await Promise.all(all.map((each) => sendRequest(target, each, name, access)));
  }
  for (const [name, access] of Object.entries(actionAccess)) {
    const call = { id: build.actions.get(name) ?? '', page: '/queue' };
    await Promise.all(all.map((each) => callAction(target, each, call, access)));
  }
  const cookies = (await page.context().cookies()).filter(({ name }) =>
    /session|device/.test(name),
  );
  await page.goto('about:blank');

  await server.stop();
  await rename(server.path, `${server.path}.away`);
  await server.start({ ready: false, env });
  for (const each of all) {
    await openPage(target, each, '/queue', { role: 'viewer' });
    await sendRequest(target, each, 'GET /api/exports/runs', { role: 'viewer' });
  }
  // Nobody who is not signed in learns where the warehouse is.
  const wrong = { authorization: 'Bearer csmr_wrong' };
  const call = { id: build.actions.get('readInvitationAction') ?? '', page: '/sign-in' };
  for (const { outcome, text } of [
    await sendRequest(target, wrong, 'GET /api/runs', { role: 'viewer' }),
    await callAction(target, {}, call, { role: 'anyone', input: invitation }),
    await openPage(target, {}, '/sign-in', { role: 'anyone' }),
  ]) {
    expect(outcome + text).not.toContain(server.folder);
    expect(outcome + text).toMatch(/server|warehouse/);
  }
  await recorder.stop();
  await rename(`${server.path}.away`, server.path);

  const headers = [...identities.values()].flatMap(({ cookie, authorization }) => [
    ...(cookie ? [cookie.split('=')[1] ?? ''] : []),
    ...(authorization ? [authorization.replace('Bearer ', '')] : []),
  ]);
  expect(cookies).toHaveLength(2);
  const apiTokens = headers.filter((each) => each.startsWith('csmr_'));
  const once = [invitation, ...apiTokens];
  const urlsWith = (secret: string) =>
    recorder.responses.filter(({ text }) => text.includes(secret)).map(({ url }) => url);
  const shownOnce = [`${server.url}/members`];
  for (const token of apiTokens) expect(urlsWith(token)).toEqual(shownOnce);
  // The browser showed it, but does not always keep the response of its own action for this test.
  expect([[], shownOnce]).toContainEqual(urlsWith(invitation));
  const never = [
    ...Object.entries({ ...settings, wrongPassword }),
    // Its host is shown.
    ['the path of NOTIFY_URL', new URL(settings.NOTIFY_URL ?? '').pathname],
    ...passwords.map((password) => [`the password ${password}`, password]),
    ...cookies.map(({ name, value }) => [name, value]),
    ...headers.map((header, index) => [`cookie or token ${index}`, header]),
  ] as const;
  const responses = recorder.responses.map((response) => ({
    ...response,
    text: once.reduce((text, secret) => text.replaceAll(secret, ''), response.text),
  }));
  await expectNowhere(server, responses, Object.fromEntries(never));
  // Of its cookies, a response may set only these.
  for (const { url, cookies: set } of recorder.responses) {
    for (const [name, secret] of Object.entries({ ...settings, wrongPassword })) {
      expect(set.includes(secret), `${name} in a cookie of ${url}`).toBe(false);
    }
  }
});

/** A key that is encrypted with a passphrase, in which every line is a secret. */
function encryptedKey(passphrase: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
    .toString();
}

const warehouseSettings = (url: string) => ({
  WAREHOUSE: 'snowflake',
  SNOWFLAKE_ACCOUNT: 'TEST',
  SNOWFLAKE_USER: 'CSM_ROUTING',
  SNOWFLAKE_WAREHOUSE: 'SMALL',
  SNOWFLAKE_URL: url,
  NEXTAUTH_SECRET: canary('secret'),
});

for (const kind of ['password', 'OAuth token', 'key', 'passphrase'] as const) {
  test(`a ${kind} that Snowflake refuses is neither shown nor logged`, async ({
    server,
    page,
    problems,
  }) => {
    problems.expect(/.*/);
    const secret = canary('snowflake');
    const rightPassphrase = canary('passphrase');
    const key = encryptedKey(rightPassphrase);
    const credentials = {
      password: { SNOWFLAKE_PASSWORD: secret },
      'OAuth token': { SNOWFLAKE_OAUTH_TOKEN: secret },
      key: { SNOWFLAKE_PRIVATE_KEY: key, SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: rightPassphrase },
      passphrase: { SNOWFLAKE_PRIVATE_KEY: key, SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: secret },
    }[kind];
    const env = { ...warehouseSettings(snowflake.url), ...credentials };
    await server.stop();
    const before = server.output.length;
    await server.start({ ready: false, env });
    const recorder = new ResponseRecorder();
    recorder.start();
    recorder.watch(page);
    await fetch(`${server.url}/api/ready`);
    await page.goto('/sign-in');
    await fillSignInForm(page, 'manager');
    await expect(page.getByText(/nobody can sign in/i).first()).toBeVisible();
    await recorder.stop();
    expect(server.output.slice(before)).toMatch(/warehouse_unavailable|configuration is invalid/);
    const lines = key.split('\n').slice(1, -2);
    await expectNowhere(server, recorder.responses, {
      secret,
      rightPassphrase,
      sessionSecret: env.NEXTAUTH_SECRET,
      ...Object.fromEntries(lines.map((line, index) => [`line ${index} of the key`, line])),
    });
  });
}

test('settings that end the start are named without their values', async ({ server }) => {
  const settings = secretSettings();
  const attempts = [
    // Several credentials conflict.
    { ...settings, ...warehouseSettings(snowflake.url), ...settings },
    { ...settings, WAREHOUSE: 'oracle', SESSION_HOURS: 'x', NEXTAUTH_SECRET: 'short-secret' },
  ];
  await server.stop();
  for (const env of attempts) {
    const before = server.output.length;
    await expect(server.start({ env })).rejects.toThrow();
    const output = () => server.output.slice(before);
    await expect.poll(output).toContain('The configuration is invalid');
    await server.stop();
    const secrets = Object.values({ ...settings, short: 'short-secret' });
    expect(secrets.filter((secret) => output().includes(secret))).toEqual([]);
  }
});
