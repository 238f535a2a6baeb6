export { MiniProgram, ownBuild } from './mini-program';
export { httpServer, type Answered, type Sent, type Server } from './network';
export { SimPhone, type Phone } from './phone';
export { textOf, type View } from './view';
