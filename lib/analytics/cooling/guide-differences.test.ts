import { expect, it } from 'vitest';
import { explainGuideDifferences } from './guide-differences';

const now = new Date('2026-03-02T14:01:00.000Z');
const at = (time: string) => new Date(`2026-03-02T${time}:00.000Z`);
const cooling = (csm: string, since: string, said = {}) => ({
  ...{ csm, since: at(since), way: 'accepted' as const, recommendedAt: null, acceptedAt: null },
  ...said,
});

it('two equal lists do not differ', () => {
  const guide = [{ csm: 'Ana', lastAt: at('13:00'), hours: 1 }];
  expect(explainGuideDifferences([cooling('Ana', '13:00')], guide, now)).toEqual([]);
  expect(explainGuideDifferences([], [], now)).toEqual([]);
});

it('the guide counts hours of the clock', () => {
  const ana = cooling('Ana', '10:59', { acceptedAt: at('10:59') });
  expect(explainGuideDifferences([ana], [], now)).toEqual([
    { csm: 'Ana', in: 'program', why: 'whole_hours', at: at('10:59') },
  ]);
});

it('the guide looks neither at overrides nor at assignments', () => {
  const found = explainGuideDifferences(
    [cooling('Ana', '13:00', { way: 'overridden' }), cooling('Bo', '13:30', { way: 'outside' })],
    [],
    now,
  );
  expect(found.map(({ csm, why }) => [csm, why])).toEqual([
    ['Ana', 'overridden'],
    ['Bo', 'outside'],
  ]);
});

it('the guide counts from the recommendation, not from when it was accepted', () => {
  const ana = cooling('Ana', '13:00', { recommendedAt: at('08:00') });
  expect(explainGuideDifferences([ana], [], now)).toEqual([
    { csm: 'Ana', in: 'program', why: 'recommended_before', at: at('08:00') },
  ]);
});

it('both may list a CSM by different accounts', () => {
  const guide = [{ csm: 'Ana', lastAt: at('12:00'), hours: 2 }];
  const ana = cooling('Ana', '13:30', { way: 'overridden', acceptedAt: at('12:00') });
  expect(explainGuideDifferences([ana], guide, now)).toEqual([
    {
      ...{ csm: 'Ana', in: 'both', why: 'counts_from', way: 'overridden' },
      ...{ at: at('13:30'), guideAt: at('12:00') },
    },
  ]);
});

it('the policy may ask for more or fewer hours than four', () => {
  const guide = [{ csm: 'Bo', lastAt: at('11:30'), hours: 3 }];
  expect(explainGuideDifferences([cooling('Ana', '09:00')], guide, now)).toEqual([
    { csm: 'Ana', in: 'program', why: 'policy' },
    { csm: 'Bo', in: 'guide', why: 'policy' },
  ]);
});

it('a recommendation of nobody is in the guide’s list alone', () => {
  expect(explainGuideDifferences([], [{ csm: null, lastAt: at('13:00'), hours: 1 }], now)).toEqual([
    { csm: null, in: 'guide', why: 'no_name' },
  ]);
});
