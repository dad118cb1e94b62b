import type { Answer } from '@/lib/testing/claude/message';

/** The accounts that a request asks about, as they stand in its last block. */
export function accountsIn(asked: Parameters<Answer>[0]): { account_id: string; name: string }[] {
  const content = asked.messages[0]?.content;
  const last = typeof content === 'string' ? undefined : content?.at(-1);
  const text = last?.type === 'text' ? last.text : '';
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

/** Says of every account asked about that it is well placed. */
export const approveAll: Answer = (asked) => ({
  reviews: accountsIn(asked).map(({ account_id }) => ({
    account_id,
    issues: [],
    verdict: 'approve',
    suggested_csm: null,
    confidence: 88,
    feedback: `${account_id} fits. The books stay even.`,
  })),
});
