import { beforeEach, describe, expect, it } from 'vitest';
import { authorizeToken, requireScope } from '@/lib/server/auth/api-tokens';
import { authSecret, operatorToken } from '@/lib/server/auth/secrets';
import type { TokenScope } from '@/lib/server/auth/token-scopes';
import type { Context } from '@/lib/server/context';
import { auditEntriesFrom } from '@/lib/warehouse/sql/audit';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { createToken } from './create-token';
import { listTokens } from './list-tokens';
import { revokeToken } from './revoke-token';

const context = seededTestContext();
let admin: Context;
beforeEach(() => {
  admin = context.as('Ada Admin', 'admin');
});

const nightly = { name: 'Nightly run', scopes: ['runs:start', 'runs:read'], days: 90 } as const;
const create = async (input: Partial<Parameters<typeof createToken>[1]> = {}) =>
  (await createToken(admin, { ...nightly, scopes: [...nightly.scopes], ...input })).token;
const authorize = (token: string, scheme = 'Bearer') =>
  authorizeToken(async () => context.warehouse, `${scheme} ${token}`, context.now());
const only = async () => {
  const [token] = await listTokens(admin);
  if (!token) throw new Error('There is no token.');
  return token;
};

describe('an API token', () => {
  it('acts under its name, as a manager if it may start runs and as a viewer otherwise', async () => {
    expect(await authorize(await create())).toEqual({
      person: { email: 'token:Nightly run', name: 'Nightly run', role: 'manager' },
      scopes: ['runs:start', 'runs:read'],
    });
    expect(await authorize(await create({ name: 'BI', scopes: ['exports'] }))).toEqual({
      person: { email: 'token:BI', name: 'BI', role: 'viewer' },
      scopes: ['exports'],
    });
  });

  it.each(['bearer', 'BEARER', 'Bearer'])('works after “%s”', async (scheme) => {
    await expect(authorize(await create(), scheme)).resolves.toBeDefined();
  });

  it('reaches only the routes of its scopes, and none that has no scope', async () => {
    const holder = await authorize(await create({ scopes: ['runs:read'] }));
    const reach = (scope: TokenScope | undefined) => () => requireScope(holder, scope);
    expect(reach('runs:read')).not.toThrow();
    expect(reach('runs:start')).toThrow('lacks the scope runs:start');
    expect(reach('exports')).toThrow(expect.objectContaining({ code: 'forbidden' }));
    expect(reach(undefined)).toThrow('API tokens cannot do this');
  });

  it('is stored as a hash only, and the audit trail has neither', async () => {
    const token = await create();
    const [row] = await context.queryRows('SELECT * FROM CSM_ROUTING_API_TOKENS');
    const audit = JSON.stringify(await context.warehouse.read(auditEntriesFrom(1, 1_000)));
    expect(token).toMatch(/^csmr_[\w-]{43}$/);
    expect(row?.token_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row)).not.toContain(token.slice(5));
    expect(audit).not.toContain(token.slice(5));
    expect(audit).not.toContain(row?.token_hash);
  });

  it('stops working at once when it is revoked, and a second time changes nothing', async () => {
    const token = await create();
    await authorize(token);
    const { id } = await only();
    await revokeToken(admin, { id });
    await revokeToken(admin, { id });
    await expect(authorize(token)).rejects.toMatchObject({
      code: 'sign_in_required',
      message: 'The API token Nightly run was revoked. Nothing was changed.',
    });
    expect(await only()).toMatchObject({ status: 'revoked' });
    const actions = (await context.warehouse.read(auditEntriesFrom(1, 1_000))).map(
      ({ action, subject, actor }) => ({ action, subject, actor }),
    );
    expect(actions.slice(-2)).toEqual([
      { action: 'token.created', subject: 'Nightly run', actor: 'ada.admin@example.com' },
      { action: 'token.revoked', subject: 'Nightly run', actor: 'ada.admin@example.com' },
    ]);
  });

  it('stops working when it expires', async () => {
    const token = await create({ days: 1 });
    context.advanceHours(23.9);
    await expect(authorize(token)).resolves.toBeDefined();
    context.advanceHours(0.1);
    await expect(authorize(token)).rejects.toMatchObject({
      message: 'The API token Nightly run has expired. Nothing was changed.',
    });
    expect(await only()).toMatchObject({ status: 'expired' });
  });

  it('shows when it was last used, to the minute', async () => {
    const token = await create();
    expect(await only()).toMatchObject({ lastUsedAt: null });
    context.advanceHours(1);
    const firstUse = context.now();
    await authorize(token);
    await expect.poll(async () => (await only()).lastUsedAt).toEqual(firstUse);
    context.advanceHours(0.5 / 60);
    await authorize(token);
    context.advanceHours(1 / 60);
    const laterUse = context.now();
    await authorize(token);
    await expect.poll(async () => (await only()).lastUsedAt).toEqual(laterUse);
  });

  it.each([
    ['missing', () => ''],
    ['wrong', () => `csmr_${'a'.repeat(43)}`],
    ['cut short', (token: string) => token.slice(0, -1)],
    ['too long', (token: string) => `${token}0`],
    ['the secret itself', () => authSecret()],
    ['SQL', () => "csmr_'--"],
  ])('that is %s is refused', async (_, change) => {
    await expect(authorize(change(await create()))).rejects.toMatchObject({
      code: 'sign_in_required',
    });
  });

  it('of another scheme is refused', async () => {
    await expect(authorize(await create(), 'Basic')).rejects.toMatchObject({
      code: 'sign_in_required',
    });
  });
});

it('lets commands with the secret do everything', async () => {
  const holder = await authorize(operatorToken());
  expect(holder.person).toEqual({ email: 'operator', name: 'Command line', role: 'admin' });
  expect(() => requireScope(holder, undefined)).not.toThrow();
  expect(operatorToken()).not.toContain(authSecret());
});

describe('creating a token', () => {
  it.each([
    ['no name', { name: ' ' }, 'name: is required'],
    ['a name with control characters', { name: 'a\u001b[31m' }, 'letters, digits'],
    ['no scope', { scopes: [] }, 'at least one'],
    ['an unknown scope', { scopes: ['decisions' as never] }, 'listed scopes'],
    ['no expiry', { days: undefined as never }, 'days: must be a number'],
    ['more than a year', { days: 366 }, 'at most 365'],
  ])('requires more than %s', async (_, input, message) => {
    await expect(create(input)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(message),
    });
  });

  it('requires a name that no working token has', async () => {
    await create();
    await expect(create({ name: 'NIGHTLY RUN' })).rejects.toMatchObject({
      message: expect.stringContaining('is in use'),
    });
    await revokeToken(admin, { id: (await only()).id });
    await expect(create()).resolves.toBeDefined();
  });
});

it('lets only admins create, list, and revoke tokens', async () => {
  const { ctx } = context;
  const forbidden = { code: 'forbidden', message: 'Only admins can do this.' };
  await create();
  const { id } = await only();
  await expect(createToken(ctx, { ...nightly, scopes: ['exports'] })).rejects.toMatchObject(
    forbidden,
  );
  await expect(revokeToken(ctx, { id })).rejects.toMatchObject(forbidden);
  await expect(listTokens(ctx)).rejects.toMatchObject(forbidden);
  await expect(revokeToken(admin, { id: 'none' })).rejects.toMatchObject({ code: 'not_found' });
});
