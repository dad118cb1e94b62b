import { Fact, Facts } from '@/components/ui/facts';
import { formatDuration } from '@/components/ui/format-time';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import type { Run } from '@/lib/runs/get-run';
import { stageWords, timedStages } from '@/lib/runs/result-words';

/** Who started the run, under which policy, when, and how long each stage took. */
export function RunFacts({ run }: { readonly run: Run }) {
  const { result } = run;
  return (
    <Panel title="About this run">
      <Facts columns="sm:grid-cols-2 lg:grid-cols-4">
        <Fact name="Run">{run.id}</Fact>
        <Fact name="Started by">{run.startedByName}</Fact>
        <Fact name="Policy">{`Version ${run.policyVersion}`}</Fact>
        <Fact name="Started">
          <Time at={run.startedAt} show="absolute" />
        </Fact>
        {run.finishedAt && (
          <Fact name="Ended">
            <Time at={run.finishedAt} show="absolute" />
          </Fact>
        )}
        {result &&
          timedStages.map((stage) => (
            <Fact key={stage} name={stageWords[stage].name}>
              {formatDuration(result.took[stage])}
            </Fact>
          ))}
        {!result && run.stage && run.status !== 'running' && (
          <Fact name="Ended while">{stageWords[run.stage].name.toLowerCase()}</Fact>
        )}
      </Facts>
    </Panel>
  );
}
