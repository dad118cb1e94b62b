import Link from 'next/link';
import { RefreshStaleButton } from '@/app/(app)/_shared/refresh-stale-button';
import { Badge, StatusDot, type Tone } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Finding, FindingAction, Severity } from '@/lib/analytics/diagnostics/finding';

import { FindingRows } from './finding-rows';
import { MarkAccountsButton } from './mark-accounts-button';

const severityBadges: Readonly<Record<Severity, { readonly name: string; readonly tone: Tone }>> = {
  blocking: { name: 'Blocking', tone: 'danger' },
  warning: { name: 'Needs attention', tone: 'warn' },
  info: { name: 'For information', tone: 'info' },
};

/** The finding whose rows are shown, and the page of them. */
export interface OpenFinding {
  readonly id: string;
  readonly page: number;
}

/** Findings, most severe first, each with why it matters and what to do. */
export function FindingsPanel({
  at,
  findings,
  mayRefresh,
  mayImport,
  open,
  format,
}: {
  /** When the figures were read; null if they could not be. */
  readonly at: Date | null;
  readonly findings: readonly Finding[];
  /** Whether the person may start a refresh, or mark accounts. */
  readonly mayRefresh: boolean;
  /** Whether the person may follow the links of admins. */
  readonly mayImport: boolean;
  readonly open: OpenFinding | null;
  readonly format: Format;
}) {
  const isClear = findings.every(({ severity }) => severity === 'info');
  return (
    <Panel
      title="Findings"
      actions={
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
            <span className="font-medium">No problems found</span>
          </StatusDot>
        </p>
      )}
      <ul aria-label="Findings" hidden={findings.length === 0}>
        {findings.map((finding) => (
          <FindingItem
            key={finding.id}
            finding={finding}
            mayRefresh={mayRefresh}
            mayImport={mayImport}
            page={open?.id === finding.id ? open.page : null}
            format={format}
          />
        ))}
      </ul>
    </Panel>
  );
}

function FindingItem({
  finding: { id, severity, title, at, detail, rows, actions },
  mayRefresh,
  mayImport,
  page,
  format,
}: {
  readonly finding: Finding;
  readonly mayRefresh: boolean;
  readonly mayImport: boolean;
  readonly page: number | null;
  readonly format: Format;
}) {
  const { name, tone } = severityBadges[severity];
  return (
    <li
      id={`finding-${id}`}
      className="break-inside-avoid border-b border-line px-4 py-3 last:border-b-0"
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Badge tone={tone}>{name}</Badge>
        <h3 className="min-w-0 flex-1 basis-72 font-medium">
          {title}
          {at && (
            <>
              {' '}
              <Time at={at} show="clock" />
            </>
          )}
        </h3>
      </div>
      <p className="mt-1 text-ink-muted">{detail}</p>
      {rows && rows.length > 0 && <FindingRows id={id} rows={rows} page={page} format={format} />}
      <div
        hidden={actions.length === 0}
        className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2"
      >
        {actions.map((action) => (
          <Action
            key={action.label}
            action={action}
            mayRefresh={mayRefresh}
            mayImport={mayImport}
          />
        ))}
      </div>
    </li>
  );
}

function Action({
  action,
  mayRefresh,
  mayImport,
}: {
  readonly action: FindingAction;
  readonly mayRefresh: boolean;
  readonly mayImport: boolean;
}) {
  if ('refresh' in action) {
    return mayRefresh && <RefreshStaleButton stale={action.refresh} size="sm" />;
  }
  if ('mark' in action) {
    return mayRefresh && <MarkAccountsButton label={action.label} owners={action.mark} />;
  }
  if ('adminHref' in action && !mayImport) return null;
  if ('href' in action || 'adminHref' in action) {
    return (
      <Link
        href={'href' in action ? action.href : action.adminHref}
        prefetch={false}
        data-print="none"
        className={buttonClass('secondary', 'sm')}
      >
        {action.label}
      </Link>
    );
  }
  return (
    <span className="min-w-0 text-xs text-ink-muted">
      {`${action.label}: `}
      <code className="rounded-sm bg-neutral-soft px-1.5 py-0.5 text-ink">{action.command}</code>
    </span>
  );
}
