import type { About } from '../../contract/about.ts'
import { guideClients, type GuideClient } from '../../contract/guide.ts'

/** The mail apps that a person on this kind of computer most likely uses, the likeliest first. */
const likely: Readonly<Record<About['platform'], readonly [GuideClient, ...GuideClient[]]>> = {
  windows: ['outlook', 'thunderbird', 'new-outlook'],
  macos: ['apple-mail', 'thunderbird'],
  linux: ['thunderbird', 'evolution', 'kmail'],
}

/** The mail app to begin with. */
export const likeliestClient = (platform: About['platform']): GuideClient => likely[platform][0]

/** The likely mail apps, and the others. "Another" comes last. */
export const clientChoices = (
  platform: About['platform'],
): { readonly likely: readonly GuideClient[]; readonly others: readonly GuideClient[] } => {
  const others = guideClients.filter((client) => client !== 'other' && !likely[platform].includes(client))
  return { likely: likely[platform], others: [...others, 'other'] }
}
