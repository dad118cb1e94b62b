import type { ReactNode } from 'react';
import { ChartExports } from '@/components/charts/chart-exports';
import { parseScope, type ScopeInput } from '@/lib/analytics/shared/scope';
import { periodSuffix, scopeLines } from './csv-export';

/** Gives the period, time zone, and filters to the downloads of the charts inside. */
export function ScopeExports({
  input,
  scope,
  now,
  children,
}: {
  readonly input: ScopeInput;
  /** What the charts include, such as the filters that apply to them. */
  readonly scope: string;
  readonly now: Date;
  readonly children: ReactNode;
}) {
  const { days, zone } = parseScope(input, now).period;
  return (
    <ChartExports suffix={periodSuffix(days)} lines={scopeLines({ days, timeZone: zone, scope })}>
      {children}
    </ChartExports>
  );
}
