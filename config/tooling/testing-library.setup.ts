import { configure } from '@testing-library/react';

// What is drawn late on a busy machine is not missing: the second given by default is soon over.
configure({ asyncUtilTimeout: 10_000 });
