import { formatNumber, formatShare } from '@/components/ui/format';
import { fewestForShare, type Part } from '@/lib/review/calibration';

/** A share with the cases behind it; where these are few, only the cases, said to be few. */
export function Share({ part }: { readonly part: Part }) {
  const { count, of } = part;
  if (of === 0) return <span className="text-ink-muted">none</span>;
  const cases = `${formatNumber(count)} of ${formatNumber(of)}`;
  if (of < fewestForShare) {
    return (
      <>
        {cases} <span className="text-xs text-ink-muted">few</span>
      </>
    );
  }
  return (
    <>
      <span className="font-medium">{formatShare(count / of)}</span>{' '}
      <span className="text-xs text-ink-muted">{cases}</span>
    </>
  );
}
