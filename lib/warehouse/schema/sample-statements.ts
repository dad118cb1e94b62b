import type { Command, Query } from '@/lib/warehouse/types';
import { sampleAnalytics } from './samples/analytics';
import { sampleCommands } from './samples/commands';
import { sampleMoveCommands, sampleMoveQueries } from './samples/moves';
import { sampleQueries } from './samples/queries';
import { sampleSetUpCommands } from './samples/set-up';
import type { SampleValues } from './samples/values';

type Statement = Query<unknown> | Command;

/** Every statement of a server with sample arguments, to explain or examine: never run them. */
export function sampleServerStatements(values: SampleValues): readonly Statement[] {
  return [...sampleQueries(values), ...sampleAnalytics(values), ...sampleCommands(values)];
}

/** Every statement of the program with sample arguments. */
export function sampleStatements(values: SampleValues): readonly Statement[] {
  return [
    ...sampleServerStatements(values),
    ...sampleSetUpCommands(values),
    ...sampleMoveQueries(),
    ...sampleMoveCommands(),
  ];
}
