import { describe, expect, it } from 'vitest';
import type { Csm } from '@/lib/engine/types';
import { defaultPolicy } from '@/lib/policy/policy';
import { HOUR_MS } from '@/lib/time';
import { makeBook, makeCsm, makeReservation } from '@/test/engine/builders';
import { coolingOutlook } from './availability';

const now = Date.UTC(2026, 2, 2, 9);
const ago = (hours: number) => now - hours * HOUR_MS;

function csm(name: string, overrides: Partial<Csm> = {}): Csm {
  return makeCsm({ name, book: makeBook(10), ...overrides });
}

const residential = { segment: 'Residential', level: 'Corporate', accounts: 5 };
const commercial = { segment: 'Commercial', level: 'Corporate', accounts: 2 };
const outlook = (csms: Csm[], classes = [residential], policy = defaultPolicy) =>
  coolingOutlook(csms, classes, policy, now);

describe('coolingOutlook', () => {
  it('is empty without CSMs and accounts', () => {
    expect(outlook([], [])).toEqual({
      ...{ waiting: 0, withoutEligibleCsm: 0, active: 0, eligible: 0 },
      ...{ next: null, excludedBy: new Map() },
    });
  });

  it('returns every CSM who is free at the earliest time, sorted by name', () => {
    const csms = [
      csm('Cy', { lastReceivedAt: ago(3) }),
      csm('Bo', { lastReceivedAt: ago(3) }),
      csm('Ana', { lastReceivedAt: ago(1) }),
    ];
    expect(outlook(csms)).toMatchObject({
      ...{ waiting: 5, withoutEligibleCsm: 5, active: 3, eligible: 0 },
      next: { csms: ['Bo', 'Cy'], at: new Date(ago(-1)) },
    });
  });

  it('counts a CSM as eligible exactly when the cooling period ends', () => {
    const csms = [
      csm('Ana', { lastReceivedAt: ago(4) }),
      csm('Bo', { lastReceivedAt: ago(3.999) }),
    ];
    expect(outlook(csms)).toMatchObject({
      eligible: 1,
      withoutEligibleCsm: 0,
      next: { csms: ['Bo'] },
    });
  });

  it('skips CSMs excluded by another rule and returns that rule', () => {
    const csms = [
      csm('Away', { lastReceivedAt: ago(3), awayUntil: ago(-30) }),
      csm('Back soon', { lastReceivedAt: ago(1), awayUntil: ago(-1) }),
      csm('Full', { lastReceivedAt: ago(3), capacity: 10 }),
      csm('Gone', { lastReceivedAt: ago(3), active: false }),
      csm('Many', { lastReceivedAt: ago(3), received: Array.from({ length: 10 }, () => ago(3)) }),
      csm('Others', { lastReceivedAt: ago(3), segment: 'Commercial' }),
    ];
    const { next, excludedBy, eligible } = outlook(csms);
    expect(eligible).toBe(0);
    expect(next).toEqual({ csms: ['Back soon'], at: new Date(ago(-3)) });
    expect(Object.fromEntries(excludedBy)).toEqual({
      ...{ Away: 'away', Full: 'at_capacity', Gone: 'not_active', Many: 'velocity' },
      Others: 'segment_mismatch',
    });
  });

  it('counts CSMs who take any waiting class, and accounts without an eligible CSM', () => {
    const csms = [csm('Ana', { segment: 'Commercial' })];
    expect(outlook(csms, [residential, commercial])).toMatchObject({
      ...{ waiting: 7, withoutEligibleCsm: 5, eligible: 1, next: null },
    });
  });

  it('checks each CSM’s own class when no account is waiting', () => {
    expect(outlook([csm('Ana', { segment: 'Commercial' })], [])).toMatchObject({
      ...{ waiting: 0, eligible: 1 },
    });
  });

  it('counts reservations only if the policy says so', () => {
    const csms = [csm('Ana', { reservations: [makeReservation({ at: ago(1) })] })];
    expect(outlook(csms)).toMatchObject({ eligible: 0, next: { csms: ['Ana'] } });
    expect(
      outlook(csms, [residential], { ...defaultPolicy, pendingReserves: false }),
    ).toMatchObject({ eligible: 1, next: null });
  });
});
