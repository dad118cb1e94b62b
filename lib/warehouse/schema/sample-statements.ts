import type { Command, Query } from '@/lib/warehouse/types';
import { sampleAnalytics } from './samples/analytics';
import { sampleCommands } from './samples/commands';
import { sampleQueries } from './samples/queries';
import type { SampleValues } from './samples/values';

/** Every statement of the program with sample arguments, to explain or examine: never run them. */
export function sampleStatements(values: SampleValues): readonly (Query<unknown> | Command)[] {
  return [...sampleQueries(values), ...sampleAnalytics(values), ...sampleCommands(values)];
}
