import { beforeEach, expect, it, vi } from 'vitest';
import { log } from '@/lib/server/log';
import { metrics } from '@/lib/server/metrics';
import { setRequestIdSource } from '@/lib/server/request-id';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, hoursAgo } from '@/test/support/test-context';
import { decide } from './decide';

const ids = ['1', '2', '3'];
const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }],
  accounts: ids.map((id) => ({ id })),
  recommendations: ids.map((id, index) => ({
    id: Number(id),
    account: id,
    csm: ['Ana', 'Bo', 'Cy'][index] ?? '',
    at: hoursAgo(1),
  })),
});
beforeEach(() => metrics().registry.resetMetrics());

const accept = (id: string) => ({
  ...decisionRequest(id),
  verb: 'accept' as const,
  acknowledged: [],
});

async function counted(name: 'decisions' | 'outboxRefusals') {
  const { values } = await metrics()[name].get();
  return Object.fromEntries(
    values.map(({ labels, value }) => [Object.values(labels).join(' '), value]),
  );
}

it('a retry of a decision is counted as such, and a refused one with its code', async () => {
  const request = accept('1');
  await decide(context.ctx, { requests: [request] });
  await decide(context.ctx, { requests: [request] });
  await decide(context.ctx, { requests: [accept('1')] });
  expect(await counted('decisions')).toEqual({
    'accept decided': 1,
    'accept repeated': 1,
    'accept refused': 1,
  });
  expect(await counted('outboxRefusals')).toEqual({ already_decided: 1 });
});

it('a request that is refused as a whole is counted once', async () => {
  const input = { person: 'someone@else.example', requests: [accept('1'), accept('2')] };
  await expect(decide(context.ctx, input)).rejects.toMatchObject({ code: 'wrong_person' });
  expect(await counted('outboxRefusals')).toEqual({ wrong_person: 1 });
});

it('the log names the requests that were decided in one transaction', async () => {
  const lines = vi.spyOn(log, 'info');
  const requestIds = ['first-request', 'second-request', 'third-request'];
  const left = [...requestIds];
  setRequestIdSource(() => left.shift());
  await Promise.all(ids.map((id) => decide(context.ctx, { requests: [accept(id)] })));
  setRequestIdSource(() => undefined);
  const [, ...together] = requestIds;
  expect(lines).toHaveBeenCalledWith(
    { requestId: 'second-request', requestIds: together },
    'decided together',
  );
  lines.mockRestore();
});
