import { channel } from 'node:diagnostics_channel';

/** Where the configured warehouse publishes every statement after its end, as a StatementObserver's event. */
export const statementChannel = channel('csm-routing.statement');
