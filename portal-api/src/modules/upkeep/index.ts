/** What is left for a person when the machinery has given up. */
export { upkeepModule } from './upkeep.module';
