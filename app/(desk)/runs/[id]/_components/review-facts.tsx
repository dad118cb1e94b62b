import { Fact, Facts } from '@/components/ui/facts';
import { formatCents, formatNumber } from '@/components/ui/format';
import { formatDuration } from '@/components/ui/format-time';
import { Time } from '@/components/ui/time';
import type { ReviewCall, RunReview } from '@/lib/review/get-review';

/** Which model said it, by which prompt, when, how fast and for how much. */
export function ReviewFacts({
  call,
  spent,
}: {
  readonly call: ReviewCall;
  readonly spent: RunReview['spent'];
}) {
  const { model, promptVersion, kind, latencyMs, startedAt } = call;
  return (
    <Facts columns="grid-cols-2 lg:grid-cols-4">
      <Fact name="Model">{model}</Fact>
      <Fact name="Prompt">{`Version ${promptVersion}`}</Fact>
      <Fact name={kind === 'batch' ? 'Handed in' : 'Asked'}>
        <Time at={startedAt} show="absolute" />
      </Fact>
      {latencyMs !== null && <Fact name="Answered in">{formatDuration(latencyMs)}</Fact>}
      <Fact name="Tokens in">{formatNumber(spent.input + spent.cached)}</Fact>
      <Fact name="Of these from the cache">{formatNumber(spent.cached)}</Fact>
      <Fact name="Tokens out">{formatNumber(spent.output)}</Fact>
      <Fact name="Estimated cost">
        {spent.cost === null ? 'Price of this model not known' : formatCents(spent.cost)}
      </Fact>
    </Facts>
  );
}
