import { Badge, StatusDot, type Tone } from '@/components/ui/badge';
import { FormattedNumber } from '@/components/ui/format-provider';
import type { RecommendedEvent } from '@/lib/analytics/account/types';
import { recommendationStateLabels } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';

const healthTones = { red: 'danger', yellow: 'warn', green: 'ok' } as const;

/** An account's health score with its color as a shape, so that color is not the only cue. */
export function Health({
  health,
  color,
  withWord = false,
}: {
  readonly health: number | null;
  readonly color: keyof typeof healthTones | null;
  /** Adds the color's name. */
  readonly withWord?: boolean;
}) {
  if (color === null) return <FormattedNumber value={health} />;
  return (
    <StatusDot tone={healthTones[color]} label={`Health ${color}`}>
      {(health !== null || !withWord) && <FormattedNumber value={health} />}
      {withWord && <span aria-hidden="true">{color}</span>}
    </StatusDot>
  );
}

type Verdict = keyof typeof verdictLabels;

export const verdictTones: Readonly<Record<Verdict, Tone>> = {
  approve: 'ok',
  caution: 'warn',
  reassign: 'danger',
};

/** Claude's verdict as a shape and a word. */
export function VerdictName({ verdict }: { readonly verdict: Verdict }) {
  return (
    <StatusDot tone={verdictTones[verdict]} label="Claude:" className="shrink-0 font-medium">
      {verdictLabels[verdict].name}
    </StatusDot>
  );
}

const stateTones: Readonly<Record<RecommendedEvent['state'], Tone>> = {
  accepted: 'ok',
  overridden: 'info',
  rejected: 'danger',
  pending: 'neutral',
  superseded: 'neutral',
};

/** The state of a recommendation; null if the row has no account or no CSM. */
export function RecommendationStateBadge({
  state,
}: {
  readonly state: keyof typeof stateTones | null;
}) {
  if (state === null) return <Badge title="The row has no account or no CSM">Incomplete</Badge>;
  return <Badge tone={stateTones[state]}>{recommendationStateLabels[state]}</Badge>;
}
