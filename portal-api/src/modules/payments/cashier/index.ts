import { CashierController } from './cashier.controller';
import { CashierDays } from './cashier-days';
import { CloseCashierDay } from './close-cashier-day';
import { ShowCashierDays } from './show-cashier-days';

export { CashierDays } from './cashier-days';

export const cashierClasses = [CashierDays, CloseCashierDay, ShowCashierDays, CashierController];
