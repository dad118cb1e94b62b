import { describe, expect, it } from 'vitest';
import { previewDecisions } from '@/lib/decisions/preview-decisions';
import { bookOf } from '@/lib/read-model/facts';
import { seedCompany } from '@/test/support/company';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { expectFactsAsLoaded, readFacts } from '@/test/support/read-model';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, hoursAgo, readQueue } from '@/test/support/test-context';

const context = seededTestContext();

const accounts = (count: number, of: (n: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, n) => ({ id: `A${String(n).padStart(2, '0')}`, ...of(n) }));

/** The CSMs of a run's recommendations. */
async function recommendedBy(batchSize: number): Promise<string[]> {
  const { result } = await runToCompletion(context.ctx, { mode: 'batch', batchSize });
  return (result?.placements ?? []).map(({ csm }) => csm).sort();
}

describe('spellings of an owner', () => {
  const owners = ['Ines Ruiz', 'INES RUIZ', 'ines  ruiz', 'Ines\u00A0Ruiz', 'Ines\u200B Ruiz '];

  it('are one book, which keeps the owner from being first in line', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ines Ruiz' }, { name: 'Jon Vik' }],
      accounts: [
        ...accounts(30, (n) => ({ needsCsm: false, csm: owners[n % owners.length] })),
        { id: 'N1' },
        { id: 'N2', csm: 'Unassigned' },
      ],
    });
    const facts = await readFacts(context.ctx);
    expect([...facts.books.keys()]).toEqual(['Ines Ruiz']);
    expect(bookOf(facts, 'Ines Ruiz').accounts).toBe(30);
    expect(await recommendedBy(1)).toEqual(['Jon Vik']);
  });
});

describe('rows of the active list', () => {
  it('that spell one person differently are one CSM, who gets one account per run', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Lena Ost' },
        { name: 'LENA OST' },
        { name: 'lena  ost' },
        { name: 'Lena Ost' },
        { name: 'Max Tal' },
      ],
      accounts: accounts(5),
    });
    expect([...(await readFacts(context.ctx)).csms.keys()]).toEqual(['Lena Ost', 'Max Tal']);
    expect(await recommendedBy(5)).toEqual(['Lena Ost', 'Max Tal']);
  });

  it('without a name receive nothing', async () => {
    await seedCompany(context.warehouse, {
      csms: ['', ' ', 'NULL', 'Unassigned', 'Max Tal'].map((name) => ({ name })),
      accounts: accounts(5, () => ({ color: 'red', health: 20 })),
    });
    expect(await recommendedBy(5)).toEqual(['Max Tal']);
  });
});

describe('a recommendation with another spelling of its CSM’s name', () => {
  const recommend = (csm: string) =>
    insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A00', csm, at: hoursAgo(2) },
    ]);
  const company = () =>
    seedCompany(context.warehouse, {
      csms: [{ name: 'Lena Ost' }, { name: 'Max Tal' }],
      accounts: [{ id: 'A00' }, { id: 'A01', csm: 'LENA  OST' }],
    });
  const assigned = () =>
    context.queryRows(
      'SELECT csm_name FROM DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE',
    );

  it('is of that CSM in the queue, and of their book', async () => {
    await company();
    await recommend('lena ost');
    const [row] = (await readQueue(context.ctx)).rows;
    expect(row).toMatchObject({ recommendedCsm: 'Lena Ost', flags: [] });
    expect(bookOf(await readFacts(context.ctx), 'Lena Ost').accounts).toBe(1);
  });

  it('assigns the spelling of the active list if it is accepted, and an undo restores', async () => {
    await company();
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A00', csm: 'MAX TAL', at: hoursAgo(50) },
    ]);
    await recommend('lena ost');
    await readFacts(context.ctx);
    const accepted = await acceptRecommendation(context.ctx, {
      ...decisionRequest('1'),
      acknowledged: ['assigned_elsewhere'],
    });
    expect(accepted.csm).toBe('Lena Ost');
    expect(await assigned()).toEqual([{ csm_name: 'Lena Ost' }]);
    expect(bookOf(await readFacts(context.ctx), 'Lena Ost').accounts).toBe(2);
    await expectFactsAsLoaded(context.ctx);
    context.advanceHours(0.1);
    await undoDecision(context.ctx, accepted);
    expect(await assigned()).toEqual([{ csm_name: 'MAX TAL' }]);
    expect(bookOf(await readFacts(context.ctx), 'Max Tal').accounts).toBe(1);
    await expectFactsAsLoaded(context.ctx);
  });

  it('can be overridden in any spelling', async () => {
    await company();
    await recommend('lena ost');
    const request = { ...decisionRequest('1'), csm: 'max\u00A0tal', reason: 'workload' } as const;
    const overridden = await overrideRecommendation(context.ctx, request);
    expect(overridden.csm).toBe('Max Tal');
    await expectFactsAsLoaded(context.ctx);
  });

  it('makes the CSM cool, so that a second one breaks that rule', async () => {
    await company();
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A01', csm: 'LENA OST', at: hoursAgo(1) },
    ]);
    await recommend('lena ost');
    const [preview] = await previewDecisions(context.ctx, {
      verb: 'accept',
      recommendationIds: ['1'],
    });
    expect(preview).toMatchObject({ error: { details: { flags: ['cooling'], csm: 'Lena Ost' } } });
  });

  it('rejects the CSM for the account in every spelling', async () => {
    await company();
    await recommend('lena ost');
    await rejectRecommendation(context.ctx, { ...decisionRequest('1'), reason: 'workload' });
    expect((await readFacts(context.ctx)).rejections.get('A00')).toMatchObject([
      { csm: 'Lena Ost' },
    ]);
    await expectFactsAsLoaded(context.ctx);
  });
});

describe('spellings of a class', () => {
  it('are one class for the engine, the books, and the queue’s filters', async () => {
    const spellings = ['Commercial', 'commercial', ' COMMERCIAL\u00A0', 'Commercial\u200B'];
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Max Tal', segment: 'commercial ', level: 'ENTERPRISE', capacity: 50 }],
      accounts: [
        ...accounts(4, (n) => ({ needsCsm: false, csm: 'Max Tal', segment: spellings[n] })),
        { id: 'N', segment: 'COMMERCIAL', level: 'enterprise' },
      ],
    });
    const { books, classes } = await readFacts(context.ctx);
    expect(books.get('Max Tal')).toMatchObject([{ segment: 'Commercial', level: 'Corporate' }]);
    expect(classes.map(({ segment }) => segment)).toEqual(['Commercial', 'Commercial']);
    expect(await recommendedBy(5)).toEqual(['Max Tal']);
    const { rows, facets } = await readQueue(context.ctx, {
      filter: { segments: ['commercial'] },
    });
    expect(rows).toMatchObject([{ segment: 'Commercial', level: 'Enterprise' }]);
    expect(facets.segment).toMatchObject([{ value: 'Commercial' }]);
  });
});
