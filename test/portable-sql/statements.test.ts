import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { sampleStatements } from '@/lib/warehouse/schema/sample-statements';
import { unknownSampleValues } from '@/lib/warehouse/schema/samples/values';
import { portabilityProblems } from './all-rules';
import { fillStatement, schemaStatements, viewScans } from './rendered-statements';

const now = new Date('2026-03-02T12:00:00Z');
const samples = sampleStatements(unknownSampleValues(now, defaultPolicy));

describe('the portable subset of SQL', () => {
  it('contains every statement', () => {
    expect(portabilityProblems([...samples, fillStatement])).toEqual([]);
  });

  it('contains the statements that create the tables and views on Snowflake', () => {
    expect(schemaStatements.length).toBeGreaterThan(20);
    expect(portabilityProblems(schemaStatements)).toEqual([]);
  });

  it('counts the scans of the contract views', () => {
    expect([...viewScans]).toEqual([
      ['ANALYTICS.ROUTING.CSM_ROUTING_ACCOUNTS_V', 3],
      ['ANALYTICS.ROUTING.CSM_ROUTING_CSMS_V', 3],
    ]);
  });
});
