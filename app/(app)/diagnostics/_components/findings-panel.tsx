import Link from 'next/link';
import { Badge, StatusDot, type Tone } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Finding, FindingStep, Severity } from '@/lib/analytics/diagnostics/finding';

const severityBadges: Readonly<Record<Severity, { readonly name: string; readonly tone: Tone }>> = {
  stops: { name: 'Stops the work', tone: 'danger' },
  slows: { name: 'Slows the work', tone: 'warn' },
  note: { name: 'Good to know', tone: 'info' },
};

/** What stands out, the worst first, each with why it matters and what to do. */
export function FindingsPanel({
  at,
  findings,
}: {
  /** When it was found; null where nothing could be. */
  readonly at: Date | null;
  readonly findings: readonly Finding[];
}) {
  const isClear = findings.every(({ severity }) => severity === 'note');
  return (
    <Panel
      title="What stands out"
      aside={
        at && (
          <span className="text-xs text-ink-muted">
            {'As of '}
            <Time at={at} show="clock" />
          </span>
        )
      }
      flush={findings.length > 0}
    >
      {isClear && (
        <p className={findings.length > 0 ? 'border-b border-line px-4 py-3' : ''}>
          <StatusDot tone="ok" label="Good">
            <span className="font-medium">Nothing stands in the way</span>
          </StatusDot>
        </p>
      )}
      <ul aria-label="Findings" hidden={findings.length === 0}>
        {findings.map((finding) => (
          <FindingRow key={finding.id} finding={finding} />
        ))}
      </ul>
    </Panel>
  );
}

function FindingRow({
  finding: { severity, what, at, why, steps },
}: {
  readonly finding: Finding;
}) {
  const { name, tone } = severityBadges[severity];
  return (
    <li className="break-inside-avoid border-b border-line px-4 py-3 last:border-b-0">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Badge tone={tone}>{name}</Badge>
        <h3 className="min-w-0 flex-1 basis-72 font-medium">
          {what}
          {at && (
            <>
              {' '}
              <Time at={at} show="clock" />
            </>
          )}
        </h3>
      </div>
      <p className="mt-1 text-ink-muted">{why}</p>
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        {steps.map((step) => (
          <StepAction key={step.label} step={step} />
        ))}
      </div>
    </li>
  );
}

function StepAction({ step }: { readonly step: FindingStep }) {
  if ('href' in step) {
    return (
      <Link
        href={step.href}
        prefetch={false}
        data-print="none"
        className={buttonClass('secondary', 'sm')}
      >
        {step.label}
      </Link>
    );
  }
  return (
    <span className="min-w-0 text-xs text-ink-muted">
      {`${step.label}: `}
      <code className="rounded-sm bg-neutral-soft px-1.5 py-0.5 text-ink">{step.command}</code>
    </span>
  );
}
