import { describe, expect, it } from 'vitest';
import { getCooling } from '@/lib/analytics/cooling/get-cooling';
import { getCsm } from '@/lib/analytics/csm/get-csm';
import { unavailableFor } from '@/lib/analytics/shared/availability';
import type { CsmField, CsmValues } from '@/lib/read-model/csm-record';
import { DAY_MS } from '@/lib/time';
import { auditedBy } from '@/test/support/audit';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { expectAppError, hoursAgo, monday, readQueue } from '@/test/support/test-context';
import { editCsm } from './edit-csm';
import { listCsms } from './list-csms';

const context = seededTestContext({
  csms: [
    { name: 'Ana Diaz', capacity: 40, segment: 'Residential', tenureMonths: 20, manager: 'Eve' },
    { name: 'Bo', tenureMonths: null },
    { name: 'Gone', active: false },
  ],
  accounts: [{ id: 'A' }],
  recommendations: [{ id: 1, account: 'A', csm: 'Ana Diaz', at: hoursAgo(1) }],
});

const nothing: CsmValues = {
  start_date: null,
  segment: null,
  account_level: null,
  capacity: null,
  manager_name: null,
  away_from: null,
  away_until: null,
};
type Changes = Partial<Record<CsmField, string | null>>;

const scope = { period: { days: 7 }, zone: 'UTC' };
const mia = () => context.as('Mia', 'manager');
const edit = (values: Changes, seen: Changes = {}, person = mia(), name = 'Ana Diaz') =>
  editCsm(person, {
    name,
    seen: { ...nothing, ...seen },
    values: { ...nothing, ...seen, ...values },
  });
const list = () => listCsms(context.ctx, { sort: 'name', descending: false });
const csm = async (name = 'Ana Diaz') => (await list()).csms.find((each) => each.name === name);
const page = () =>
  getCsm(context.ctx, {
    name: 'Ana Diaz',
    sort: 'name',
    descending: false,
    page: 1,
    pageSize: 9,
    scope,
  });
const flags = async () => (await readQueue(context.ctx)).rows[0]?.flags;
const inDays = (days: number) => new Date(monday.getTime() + days * DAY_MS);

describe('editing a CSM', () => {
  it('takes precedence over the import, says so, and records each change', async () => {
    expect(await csm()).toMatchObject({
      capacity: 40,
      segment: 'Residential',
      tenureMonths: 20,
      managerName: 'Eve',
      origins: { tenure: { kind: 'source' }, capacity: { kind: 'source' } },
    });
    const values = {
      capacity: '55',
      start_date: '2025-03-03',
      segment: 'any',
      manager_name: 'Zoe',
    };
    expect(await edit(values)).toEqual({ changed: 4 });
    const edited = { kind: 'edited', byName: 'Mia', at: monday };
    expect(await csm()).toMatchObject({
      capacity: 55,
      segment: null,
      startDate: '2025-03-03',
      tenureMonths: 11,
      managerName: 'Zoe',
      awayUntil: null,
      origins: {
        tenure: edited,
        class: edited,
        capacity: edited,
        manager: edited,
        leave: { kind: 'none' },
      },
      edited: { ...nothing, ...values, segment: 'Any' },
    });
    const { changes, capacity } = await page();
    expect(capacity).toEqual({ accounts: 55, own: true });
    expect(changes.total).toBe(4);
    expect(changes.newest).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'capacity', before: '40', after: '55', byName: 'Mia' }),
        expect.objectContaining({ field: 'segment', before: 'Residential', after: 'Any' }),
      ]),
    );
  });

  it('is recorded in the audit trail, with the values before and after', async () => {
    const entries = await auditedBy(context, async () => {
      await edit({ capacity: '55' });
      await edit({}, { capacity: '55' });
    });
    const changes = [{ field: 'capacity', before: '40', after: '55' }];
    expect(entries).toMatchObject([
      { action: 'csm.changed', subject: 'Ana Diaz', details: { changes } },
    ]);
  });

  it('says which values the policy sets, and which nobody knows', async () => {
    expect((await csm('Bo'))?.origins).toEqual({
      tenure: { kind: 'none' },
      class: { kind: 'none' },
      capacity: { kind: 'policy' },
      manager: { kind: 'none' },
      leave: { kind: 'none' },
    });
  });

  it('returns to what the import had when it is cleared, and to the policy if that had nothing', async () => {
    await edit({ capacity: '55', start_date: '2025-03-03' });
    await edit({ capacity: null }, { capacity: '55', start_date: '2025-03-03' });
    expect(await csm()).toMatchObject({ capacity: 40, origins: { capacity: { kind: 'source' } } });
    await edit({ start_date: null }, { start_date: '2025-03-03' });
    expect(await csm()).toMatchObject({ startDate: null, tenureMonths: 20, edited: nothing });
    const { newest } = (await page()).changes;
    expect(newest).toContainEqual(
      expect.objectContaining({ field: 'capacity', before: '55', after: null }),
    );
    await edit({ capacity: '9' }, {}, mia(), 'Bo');
    await edit({ capacity: null }, { capacity: '9' }, mia(), 'Bo');
    expect(await csm('Bo')).toMatchObject({
      capacity: 85,
      origins: { capacity: { kind: 'policy' } },
    });
  });

  it('excludes a CSM from the start of a planned leave until its end, everywhere at once', async () => {
    expect(await flags()).toEqual([]);
    const leave = { away_from: inDays(1).toISOString(), away_until: inDays(3).toISOString() };
    await edit(leave);
    expect(await csm()).toMatchObject({ awayFrom: inDays(1), awayUntil: inDays(3) });
    const away = async () =>
      unavailableFor((await getCooling(context.ctx, scope)).availability, 'away').length;
    expect([await flags(), await away()]).toEqual([[], 0]);
    context.advanceHours(24);
    expect(await flags()).toContain('away');
    expect(await away()).toBe(1);
    expect((await page()).profile).toMatchObject({ awayFrom: null, awayUntil: inDays(3) });
    context.advanceHours(48);
    expect(await flags()).not.toContain('away');
    expect((await page()).profile?.awayUntil).toBeNull();
  });

  it('finds a person by another spelling of the name', async () => {
    await edit({ capacity: '55' }, {}, mia(), 'ANA  DIAZ');
    expect(await csm()).toMatchObject({ name: 'Ana Diaz', capacity: 55 });
  });

  it('changes nothing if nothing differs', async () => {
    await edit({ capacity: '55' });
    expect(await edit({}, { capacity: '55' })).toEqual({ changed: 0 });
    expect((await page()).changes.total).toBe(1);
  });

  it('is refused if another person changed the CSM since, and says who and what', async () => {
    await edit({ capacity: '55' });
    const zoe = context.as('Zoe', 'manager');
    const refusal = await expectAppError(edit({ manager_name: 'Kim' }, {}, zoe));
    expect(refusal).toMatchObject({
      code: 'csm_changed',
      message: expect.stringContaining(
        'Mia changed details of Ana Diaz while you were editing (capacity).',
      ),
      details: { edited: { ...nothing, capacity: '55' } },
    });
    expect(await csm()).toMatchObject({ capacity: 55, managerName: 'Eve' });
    await edit({ manager_name: 'Kim' }, { capacity: '55' }, zoe);
    expect(await csm()).toMatchObject({ capacity: 55, managerName: 'Kim' });
  });

  it('succeeds for exactly one of several managers at once', async () => {
    const outcomes = await Promise.allSettled(
      ['50', '60', '70'].map((capacity) => edit({ capacity })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await page()).changes.total).toBe(1);
  });

  it.each<[string, Changes, CsmField, RegExp]>([
    ['a capacity with decimals', { capacity: '4.5' }, 'capacity', /whole number from 0 to 100,000/],
    ['a capacity above the limit', { capacity: '100001' }, 'capacity', /whole number/],
    ['a day that does not exist', { start_date: '2025-02-30' }, 'start_date', /must be a date/],
    ['a start in the far future', { start_date: '2099-01-01' }, 'start_date', /from 1950/],
    ['a leave without an end', { away_from: monday.toISOString() }, 'away_until', /required/],
    [
      'a leave that ends when it starts',
      { away_from: monday.toISOString(), away_until: monday.toISOString() },
      'away_until',
      /after the first day/,
    ],
    ['a long name', { manager_name: 'x'.repeat(101) }, 'manager_name', /at most 100/],
  ])('refuses %s, beside its field', async (_, values, field, problem) => {
    const { code, details } = await expectAppError(edit({ ...values, segment: 'Commercial' }));
    expect(code).toBe('invalid_input');
    expect(details?.fields).toEqual({ [field]: expect.stringMatching(problem) });
    expect((await page()).changes.total).toBe(0);
  });

  it('reads placeholders as no value, and known classes in any spelling', async () => {
    await edit({ manager_name: ' N/A ', segment: 'commercial ', account_level: 'Platinum' });
    expect((await csm())?.edited).toEqual({
      ...nothing,
      segment: 'Commercial',
      account_level: 'Platinum',
    });
  });

  it('is only for managers, and only of people in the CSM view', async () => {
    const viewer = context.as('Vic', 'viewer');
    expect((await expectAppError(edit({ capacity: '1' }, {}, viewer))).code).toBe('forbidden');
    const unknown = edit({ capacity: '1' }, {}, mia(), 'Nobody');
    expect((await expectAppError(unknown)).code).toBe('not_found');
  });
});

it('a value that was changed outside the app since no longer counts as edited', async () => {
  await edit({ capacity: '55' });
  await context.warehouse.script(
    `UPDATE DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_CSM_DETAILS SET capacity = 60
      WHERE csm_name = 'Ana Diaz'`,
  );
  expect(await csm()).toMatchObject({ capacity: 60, origins: { capacity: { kind: 'source' } } });
});

it('the list sorts by each column, with unknown values last', async () => {
  const order = async (sort: Parameters<typeof listCsms>[1]) =>
    (await listCsms(context.ctx, sort)).csms.map(({ name }) => name).join(', ');
  expect(await order({ sort: 'tenure', descending: false })).toBe('Ana Diaz, Gone, Bo');
  expect(await order({ sort: 'tenure', descending: true })).toBe('Gone, Ana Diaz, Bo');
  expect(await order({ sort: 'manager', descending: true })).toBe('Ana Diaz, Bo, Gone');
});
