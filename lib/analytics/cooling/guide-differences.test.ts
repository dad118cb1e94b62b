import { expect, it } from 'vitest';
import { explainGuideDifferences } from './guide-differences';

const now = new Date('2026-03-02T14:01:00.000Z');
const at = (time: string) => new Date(`2026-03-02T${time}:00.000Z`);
const cooling = (csm: string, since: string, overrides = {}) => ({
  csm,
  since: at(since),
  origin: 'accepted' as const,
  recommendedAt: null,
  acceptedAt: null,
  ...overrides,
});

it('finds no differences between equal lists', () => {
  const guide = [{ csm: 'Ana', lastAt: at('13:00'), hours: 1 }];
  expect(explainGuideDifferences([cooling('Ana', '13:00')], guide, now)).toEqual([]);
  expect(explainGuideDifferences([], [], now)).toEqual([]);
});

it('explains that the guide counts clock hours', () => {
  const ana = cooling('Ana', '10:59', { acceptedAt: at('10:59') });
  expect(explainGuideDifferences([ana], [], now)).toEqual([
    { csm: 'Ana', in: 'app', why: 'whole_hours', at: at('10:59') },
  ]);
});

it('explains that the guide ignores overrides and assignments', () => {
  const differences = explainGuideDifferences(
    [
      cooling('Ana', '13:00', { origin: 'overridden' }),
      cooling('Bo', '13:30', { origin: 'outside' }),
    ],
    [],
    now,
  );
  expect(differences.map(({ csm, why }) => [csm, why])).toEqual([
    ['Ana', 'overridden'],
    ['Bo', 'outside'],
  ]);
});

it('explains that the guide counts from the recommendation, not from its acceptance', () => {
  const ana = cooling('Ana', '13:00', { recommendedAt: at('08:00') });
  expect(explainGuideDifferences([ana], [], now)).toEqual([
    { csm: 'Ana', in: 'app', why: 'recommended_before', at: at('08:00') },
  ]);
});

it('explains that both lists have a CSM but count from different accounts', () => {
  const guide = [{ csm: 'Ana', lastAt: at('12:00'), hours: 2 }];
  const ana = cooling('Ana', '13:30', { origin: 'overridden', acceptedAt: at('12:00') });
  expect(explainGuideDifferences([ana], guide, now)).toEqual([
    {
      csm: 'Ana',
      in: 'both',
      why: 'counts_from',
      origin: 'overridden',
      at: at('13:30'),
      guideAt: at('12:00'),
    },
  ]);
});

it('explains differences by a policy with more or fewer than four hours', () => {
  const guide = [{ csm: 'Bo', lastAt: at('11:30'), hours: 3 }];
  expect(explainGuideDifferences([cooling('Ana', '09:00')], guide, now)).toEqual([
    { csm: 'Ana', in: 'app', why: 'policy' },
    { csm: 'Bo', in: 'guide', why: 'policy' },
  ]);
});

it('explains that only the guide lists recommendations without a CSM', () => {
  expect(explainGuideDifferences([], [{ csm: null, lastAt: at('13:00'), hours: 1 }], now)).toEqual([
    { csm: null, in: 'guide', why: 'no_name' },
  ]);
});
