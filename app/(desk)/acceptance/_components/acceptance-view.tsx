import { Panel } from '@/components/ui/panel';
import type { Acceptance } from '@/lib/analytics/get-acceptance';
import type { ScopeQuery } from '../../_scope/scope-params';
import { AgreementFigure } from './agreement-figure';
import { Headline } from './headline';
import { OverrideFigures } from './override-figures';
import { RateFigures } from './rate-figures';
import { TimeFigures } from './time-figures';

interface Props {
  readonly scope: ScopeQuery;
  readonly zone: string;
}

/** The page's figures once they are read. */
export async function AcceptancePart({
  acceptance,
  ...rest
}: Props & { readonly acceptance: Promise<Acceptance> }) {
  return <AcceptanceView {...rest} acceptance={await acceptance} />;
}

/** What became of recommendations, part by part; the places of all parts while it is read. */
export function AcceptanceView({
  acceptance,
  scope,
  zone,
}: Props & { readonly acceptance: Acceptance | null }) {
  return (
    <>
      <Panel
        title="How much is accepted, and how fast?"
        description="Of the recommendations made in this period, with what has been decided on them until now. Groups of fewer than 20 say little."
      >
        <Headline all={acceptance?.all ?? null} scope={scope} />
      </Panel>
      <RateFigures acceptance={acceptance} scope={scope} />
      <OverrideFigures acceptance={acceptance} scope={scope} />
      <TimeFigures acceptance={acceptance} scope={scope} zone={zone} />
      <AgreementFigure acceptance={acceptance} scope={scope} />
    </>
  );
}
