import { type Access, expectedOutcome, type Principal, principals } from './access/access';
import { actionAccess } from './access/actions';
import { type Build, readBuild } from './access/build';
import { pageAccess } from './access/pages';
import { routeAccess } from './access/routes';
import {
  type Answer,
  callAction,
  type Identity,
  methodsOf,
  openPage,
  sendRequest,
  type Target,
} from './access/send';
import { signInAll } from './access/sign-in';
import { accountsNeedingCsm, csmNames } from './company/data';
import { expect, test } from './fixtures';

// Sends every request as every principal, so that nothing is reachable that the table does not allow.

let build: Build;
let target: Target;
let identities: ReadonlyMap<Principal, Identity>;

test.beforeAll(async ({ server }) => {
  await server.reset();
  build = await readBuild();
  target = { url: server.url, origin: server.url };
  identities = await signInAll(server, build);
});

test.afterAll(({ server }) => server.reset());

/** Names of the company. Nobody gets one who may not see what was asked for. */
const data = [...csmNames, ...accountsNeedingCsm.map(({ name }) => name)];

/** Checks the answers to one request, sent as each principal. */
async function expectOutcomes(
  name: string,
  access: Access,
  takesTokens: boolean,
  send: (identity: Identity) => Promise<Answer>,
): Promise<void> {
  const answers = await Promise.all(
    principals.map(async (principal) => {
      const { outcome, text } = await send(identities.get(principal) ?? {});
      const leaked = outcome === 'yes' ? [] : data.filter((each) => text.includes(each));
      return [principal, { outcome, leaked }] as const;
    }),
  );
  const expected = principals.map((principal) => [
    principal,
    { outcome: expectedOutcome(access, principal, takesTokens), leaked: [] },
  ]);
  expect.soft(Object.fromEntries(answers), name).toEqual(Object.fromEntries(expected));
}

test('every page, server action, and route of the build has an entry, and every entry is in the build', async () => {
  const admin = identities.get('admin') ?? {};
  const requests = await Promise.all(
    build.routes.map(async (path) =>
      (await methodsOf(target, admin, path)).map((method) => `${method} ${path}`),
    ),
  );
  expect(Object.keys(pageAccess).sort()).toEqual([...build.pages].sort());
  expect(Object.keys(actionAccess).sort()).toEqual([...build.actions.keys()].sort());
  expect(Object.keys(routeAccess).sort()).toEqual(requests.flat().sort());
});

test('every page opens for those who may see it, and shows nothing to others', async () => {
  for (const [pattern, access] of Object.entries(pageAccess)) {
    await expectOutcomes(pattern, access, false, (identity) =>
      openPage(target, identity, pattern, access),
    );
  }
});

test('every route answers those who may send it', async () => {
  for (const [name, access] of Object.entries(routeAccess)) {
    await expectOutcomes(name, access, true, (identity) =>
      sendRequest(target, identity, name, access),
    );
  }
});

test('another site changes nothing with an admin’s cookie', async () => {
  const foreign = { ...target, origin: 'https://elsewhere.example' };
  const admin = identities.get('admin') ?? {};
  for (const [name, id] of build.actions) {
    const access = actionAccess[name] ?? { role: 'admin' };
    const { outcome } = await callAction(foreign, admin, { id, page: '/queue' }, access);
    expect.soft(outcome, name).not.toBe('yes');
  }
  for (const [name, access] of Object.entries(routeAccess)) {
    if (name.startsWith('GET ') || access.role === 'anyone') continue;
    const { outcome } = await sendRequest(foreign, admin, name, access);
    expect.soft(outcome, name).toBe('no');
  }
});

test('an unknown server action is refused', async () => {
  const call = { id: '0'.repeat(42), page: '/queue' };
  const { outcome } = await callAction(target, identities.get('admin') ?? {}, call, {
    role: 'admin',
  });
  expect(outcome).toMatch(/^4/);
});

test('no server action breaks on input of another shape', async () => {
  const admin = identities.get('admin') ?? {};
  for (const [name, id] of build.actions) {
    if (name === 'signOut') continue;
    for (const input of [
      null,
      'text',
      5,
      [[]],
      { email: {}, sessions: 1, id: [], owners: 'all' },
    ]) {
      const { outcome } = await callAction(
        target,
        admin,
        { id, page: '/queue' },
        { role: 'admin', input },
      );
      expect.soft(outcome, `${name}(${JSON.stringify(input)})`).not.toMatch(/^\d|nothing/);
    }
  }
});

test('every server action works for those who may call it, whichever page it is posted to', async () => {
  const calls = Object.entries(actionAccess);
  // Signing out ends the principals' sessions.
  const last = calls.filter(([name]) => name === 'signOut');
  for (const [name, access] of [...calls.filter((call) => !last.includes(call)), ...last]) {
    const id = build.actions.get(name) ?? '';
    for (const page of ['/queue', '/sign-in']) {
      await expectOutcomes(`${name} on ${page}`, access, false, (identity) =>
        callAction(target, identity, { id, page }, access),
      );
    }
  }
});
