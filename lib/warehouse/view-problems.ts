import { SchemaMismatchError } from './errors';
import { contractViewProblems, missingViewColumns } from './schema/contract-views';
import type { TableName } from './tables';
import type { Warehouse } from './types';

type Engine = Omit<Warehouse, 'onCommit'>;

const contractViews: readonly TableName[] = ['accounts', 'csms'];

/**
 * Explains a read that fails because of a redefined contract view: names each column that is missing
 * or has a type that the program cannot read.
 */
export function withViewProblems(warehouse: Engine): Engine {
  return {
    kind: warehouse.kind,
    async read(query, options) {
      try {
        return await warehouse.read(query, options);
      } catch (error) {
        const isAboutView = query.tables.some((table) => contractViews.includes(table));
        if (!isAboutView || !(error instanceof SchemaMismatchError)) throw error;
        const required = await contractViewProblems(warehouse, options);
        // The policy's scope may use an optional column that the view has lost since.
        const problems =
          required.length === 0 && query.sql.includes('onboarding_status')
            ? await missingViewColumns(warehouse, options)
            : required;
        if (problems.length === 0) throw error;
        throw new SchemaMismatchError(
          `${problems.join(' ')} Redefine the view with \`npm run sql\`. TRY_CAST turns a value of another type into NULL.`,
          error,
        );
      }
    },
    transaction: (name, work, options) => warehouse.transaction(name, work, options),
    script: (text, options) => warehouse.script(text, options),
    copyFiles: warehouse.copyFiles,
    close: () => warehouse.close(),
  };
}
