import { Dot } from '@/components/ui/dot';
import { Fact, Facts } from '@/components/ui/facts';
import { formatDuration } from '@/components/ui/format-time';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import type { Diagnostics } from '@/lib/analytics/get-diagnostics';

type Warehouse = Diagnostics['warehouse'];

const engines = { duckdb: 'Embedded · DuckDB', snowflake: 'Snowflake' } as const;

/** How the connection to the warehouse stands. */
export function WarehousePanel({ warehouse }: { readonly warehouse: Warehouse }) {
  const { kind, tookMs, schema } = warehouse;
  return (
    <Panel title="Does the warehouse answer?">
      <Facts>
        <Fact name="Connection" more={engines[kind]}>
          <Dot tone="ok" label="Good">
            It answers
          </Dot>
        </Fact>
        <Fact name="This page’s statement" more="From asking to the last row, as measured.">
          {formatDuration(tookMs)}
        </Fact>
        <Fact
          name="Schema"
          more={
            schema.appliedAt && (
              <>
                {'Since '}
                <Time at={schema.appliedAt} show="absolute" />
              </>
            )
          }
        >
          {schema.version === schema.needed
            ? `Version ${schema.version}, up to date`
            : `Version ${schema.version ?? 'unknown'}, where ${schema.needed} is needed`}
        </Fact>
      </Facts>
    </Panel>
  );
}
