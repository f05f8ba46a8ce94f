import { accounts } from './accounts-scene.ts'
import { advice, noTray, offline, updates } from './desktop-scene.ts'
import { certificateList, certificates } from './certificates-scene.ts'
import { diagnosis } from './diagnosis-scene.ts'
import { editor } from './editor-scene.ts'
import { lostConnection, newerSettings, unreadableKnownHosts } from './faults-scenes.ts'
import { firstStart } from './first-start-scene.ts'
import { guides } from './guides-scene.ts'
import { hostKeys } from './host-keys-scene.ts'
import { keys } from './keys-scene.ts'
import { portTaken } from './port-taken-scene.ts'
import { protects } from './protects-scene.ts'
import { questions } from './questions-scene.ts'
import { settings } from './settings-scene.ts'
import { setupAccount } from './setup-account-scene.ts'
import { setupServer } from './setup-server-scene.ts'
import { setupTrust } from './setup-trust-scene.ts'
import type { Scene } from './stage.ts'
import { traffic } from './traffic-scene.ts'

/** Every screen of the window and its states, in the order in which a person might come by them. */
export const scenes: readonly Scene[] = [
  firstStart,
  setupServer,
  setupAccount,
  setupTrust,
  editor,
  questions,
  accounts,
  advice,
  offline,
  portTaken,
  guides,
  hostKeys,
  certificates,
  certificateList,
  keys,
  traffic,
  protects,
  settings,
  updates,
  noTray,
  diagnosis,
  newerSettings,
  unreadableKnownHosts,
  lostConnection,
]
