import { addMembers, seedSmallCompany } from '@/e2e/company/seed';
import { openWarehouse } from '@/lib/warehouse/client';

// Seeds the configured warehouse after setup. Runs in a child process because Playwright's process
// cannot load `server-only` modules.
const now = new Date();
const warehouse = await openWarehouse();
await addMembers(warehouse, now);
await seedSmallCompany(warehouse, now);
await warehouse.close();
