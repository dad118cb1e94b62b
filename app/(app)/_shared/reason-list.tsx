import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import type { FactorReason } from '@/lib/engine/describe-factors';
import type { Factor } from '@/lib/engine/types';

const factorLabels: Readonly<Record<Factor, string>> = {
  accounts: 'Accounts',
  neediness: 'Neediness',
  revenue: 'Revenue',
  red: 'Red accounts',
  experience: 'Experience',
  recency: 'Recent accounts',
};

/** Factors of a choice, each as a sentence and a bar for or against it. */
export function ReasonList({ reasons }: { readonly reasons: readonly FactorReason[] }) {
  const format = useFormat();
  return (
    <dl className="flex flex-col gap-1">
      {reasons.map(({ factor, sentence, share }) => (
        <div key={factor} className="grid grid-cols-[minmax(0,1fr)_4.5rem] items-center gap-x-3">
          <dt className="sr-only">{factorLabels[factor]}</dt>
          <dd className="text-sm">{sentence}</dd>
          <dd>
            <SignedBar share={share} text={describeShare(factorLabels[factor], share, format)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function describeShare(name: string, share: number, format: Format): string {
  if (share === 0) return `${name}: no difference`;
  const side = share > 0 ? 'for' : 'against';
  return `${name}: ${format.percent(Math.abs(share))} of the difference, ${side}`;
}

/** A bar from the middle for a share from −1 (against, left) to 1 (for, right). */
function SignedBar({ share, text }: { readonly share: number; readonly text: string }) {
  const size = Math.min(1, Math.abs(share)) * 50;
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      data-mark
      className="relative block h-2 w-full rounded-full bg-neutral-soft"
    >
      <span
        className={`absolute inset-y-0 ${share < 0 ? 'rounded-l-full bg-warn-solid' : 'rounded-r-full bg-accent'}`}
        style={
          share < 0
            ? { right: '50%', width: `${size.toFixed(1)}%` }
            : { left: '50%', width: `${size.toFixed(1)}%` }
        }
      />
      <span className="absolute -inset-y-0.5 left-1/2 w-px bg-ink-faint" />
    </span>
  );
}
