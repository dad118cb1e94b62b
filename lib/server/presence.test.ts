import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type ManualClock, manualClock } from '@/test/support/manual-clock';
import { PresenceList } from './presence';

const ben = { email: 'ben@example.com', name: 'Ben Ito' };
const ana = { email: 'ana@example.com', name: 'Ana Diaz' };

let clock: ManualClock;
let list: PresenceList;
beforeEach(() => {
  clock = manualClock();
  list = new PresenceList(clock);
});

describe('presence', () => {
  it('names everyone else who has a recommendation open, once for all of their tabs', () => {
    list.report(ben, 'a', '7');
    list.report(ben, 'b', '7');
    list.report(ana, 'a', '7');
    list.report(ana, 'b', '8');
    expect(list.others('vera@example.com')).toEqual({
      7: ['Ana Diaz', 'Ben Ito'],
      8: ['Ana Diaz'],
    });
    expect(list.others(ana.email)).toEqual({ 7: ['Ben Ito'] });
  });

  it('follows a tab to another recommendation, and forgets it when it closes', () => {
    list.report(ben, 'a', '7');
    list.report(ben, 'a', '8');
    expect(list.others(ana.email)).toEqual({ 8: ['Ben Ito'] });
    list.report(ben, 'a', null);
    expect(list.others(ana.email)).toEqual({});
  });

  it('ends 30 seconds after the last report', () => {
    const listener = vi.fn();
    list.report(ben, 'a', '7');
    list.report(ana, 'a', '7');
    list.subscribe(listener);
    clock.advance(20_000);
    list.report(ana, 'a', '7');
    expect(listener).not.toHaveBeenCalled();
    clock.advance(10_000);
    expect(listener).toHaveBeenCalledOnce();
    expect(list.others('vera@example.com')).toEqual({ 7: ['Ana Diaz'] });
  });

  it('keeps a limited number of tabs, so that one person cannot crowd out others', () => {
    list.report(ana, 'a', '7');
    for (let tab = 0; tab < 5_000; tab += 1) list.report(ben, String(tab), String(tab));
    const open = list.others('vera@example.com');
    expect(open[7]).toEqual(['Ana Diaz']);
    expect(Object.keys(open)).toHaveLength(1 + 20);
  });
});
