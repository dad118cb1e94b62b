import { addMembers, seedSmallCompany } from '@/e2e/company/seed';
import { openWarehouse } from '@/lib/warehouse/client';

// Fills the warehouse that the settings name, once it is set up. A process of its own, because
// Playwright's cannot load what is for servers only.
const now = new Date();
const warehouse = await openWarehouse();
await addMembers(warehouse, now);
await seedSmallCompany(warehouse, now);
await warehouse.close();
