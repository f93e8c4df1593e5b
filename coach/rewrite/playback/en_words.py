"""The words that turning an English clause needs: closed classes, common verbs, and what is never said back."""

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


WRITTEN_OUT = {
    "u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please", "wk": "week", "wks": "weeks", "hrs": "hours", "hr": "hour",
    "mins": "minutes", "min": "minutes", "acc": "account", "acct": "account", "tmrw": "tomorrow", "yday": "yesterday",
    "thru": "through", "msg": "message", "msgs": "messages", "msgd": "messaged", "msged": "messaged", "dont": "don't", "theres": "there's",
    "didnt": "didn't", "doesnt": "doesn't", "cant": "can't", "wont": "won't", "isnt": "isn't", "wasnt": "wasn't", "arent": "aren't",
    "werent": "weren't", "hasnt": "hasn't", "havent": "haven't", "hadnt": "hadn't", "couldnt": "couldn't", "wouldnt": "wouldn't",
    "im": "I'm", "ive": "I've", "i": "I", "i'm": "I'm", "i've": "I've", "i'd": "I'd", "noone": "no one", "bday": "birthday",
    "nd": "and", "n": "and", "&": "and", "w": "with", "w/": "with", "w/o": "without", "wo": "without", "bc": "because",
    "cos": "because", "coz": "because", "cuz": "because", "b4": "before", "wd": "would", "cld": "could", "shud": "should",
    "ppl": "people", "abt": "about", "appt": "appointment", "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday",
    "thu": "Thursday", "thurs": "Thursday", "fri": "Friday", "sunday": "Sunday", "monday": "Monday", "tuesday": "Tuesday",
    "wednesday": "Wednesday", "thursday": "Thursday", "friday": "Friday", "saturday": "Saturday", "+": "and", "replys": "replies",
    "mths": "months", "yrs": "years", "yr": "year", "recieved": "received", "wifi": "Wi-Fi", "sat": "Saturday", "shld": "should",
    "2day": "today", "pkg": "package", "fb": "Facebook", "acount": "account", "gonna": "going to", "atm": "at the moment",
    "pic": "picture", "pics": "pictures", "hav": "have", "yest": "yesterday",
}  # fmt: skip
_MONTHS = "January February March April June July August September October November December"
CAPITALISED = {name.lower(): name for name in _MONTHS.split()}
TURNED = {
    "I": "you", "I'm": "you're", "I've": "you've", "I'd": "you'd", "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "we": "you", "we're": "you're", "we've": "you've", "we'd": "you'd", "us": "you", "our": "your", "mine's": "yours is",
    "ours": "yours", "ourselves": "yourselves",
    "your": "our", "yourself": "ourselves", "yourselves": "ourselves",
}  # fmt: skip
"""Each word of the customer as it is said back to them; "you" is turned by its place."""

AS_SUBJECT = {"you": "we", "you're": "we're", "you've": "we've", "you'd": "we'd"}
FIRST_PERSON_LOW = _set("i i'm i've i'd we we're we've we'd")
UNTURNABLE = re.compile(
    r"\b(?:I'll|we'll|you'll|I ain't|y'all|ye|yous|youse|yours|ya|thou|were we|are you|have you|will you|can you|and me|and us"
    r"|and my|me and|us lot|you lot|you people|you guys|you all|the lot of you|all of you|if you|when you|unless you"
    r"|until you|let's|lemme)\b"
)
POINTING = _set("it it's it'd it'll its he she he's she's they they're they've they'd him her his hers them their theirs")
DEMONSTRATIVE = _set("this that these those that's thats")
SPAN_AFTER_THIS = _set(
    "week month year morning afternoon evening time weekend summer winter autumn fall spring term season hour minute quarter"
)
THAT_CLAUSE_AFTER = _set(
    "told said says promised confirmed found learned noticed see sure claims assured wrote advised insist insists so now informed read"
)
"""After these "that" begins a clause; elsewhere it points at something."""

COMPANY_VERBS = _set(
    "sent charged told said promised took gave delivered cancelled canceled refused billed refunded closed lost had were did didn't never"
    " owe changed moved blocked locked banned put made left forgot ignored sold offered advertised removed added confirmed asked agreed"
    " replaced repaired fixed installed cut raised doubled debited deducted sent shipped packed posted emailed called rang wrote booked"
    " rejected declined approved denied lowered suspended downgraded upgraded renewed quoted charge keep kept wouldn't weren't haven't"
    " shut broke damaged marked listed printed swapped stopped let promised gave paid deleted issued resold overbooked"
)
TAKING = _set(
    "to from with by for of at on about against told asked emailed called paid gave sent rang wrote phoned texted "
    "messaged reminded informed tell telling"
)
"""Words after which "you" is an object: "asked you", "from you"."""

ELIDED_PAST = _set(
    "ordered paid bought booked asked emailed called phoned rang wrote messaged texted waited received returned cancelled canceled signed"
    " applied requested complained reported chatted moved froze switched got had went spent tried contacted submitted uploaded renewed"
    " purchased posted changed downloaded subscribed registered topped deposited transferred chased queued stood missed found placed rented"
    " hired upgraded updated donated visited filed lodged"
)
ELIDED_PASSIVE = _set(
    "charged told promised billed overcharged refused denied sold given advised quoted banned debited fined informed fobbed"
)
"""First words of a clause that leaves its "I" or "I was" out."""

FINITE = _set(
    "is are was were has have had does do did isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't "
    "can can't cannot could couldn't"
    " won't wouldn't would should shouldn't keeps kept never came arrived went says said shows showed stopped told sent charged took broke"
    " fell leaks leaked crashed crashes drops dropped cuts failed fails refuses refused ran died vanished disappeared shut closed opened"
    " cancelled canceled expired lost left gave put made changed doubled rose locked blocked froze freezes smells tastes stinks looks"
    " felt feels costs cost rang called emailed texted drove arrives comes goes turned stays stayed got gets needs lists listed"
    " missed skipped shouted swore laughed hung walked handed dropped delivered jumped increased logged kicked threw "
    "skips skip shuts eats sees signed promised"
    " asked answered replied ends ended started starts sits sat stands stood wakes stuck lacks lacked works worked loads loaded"
    " wiped deleted removed ate bit tore ripped burst exploded cracked split spilled spilt soaked drilled quit mixed used uses"
    " reads read wrote billed deducted debited let matched bounced declined rejected returned auto-renewed renewed grew shrank remains"
)
SIGNALS = re.compile(
    r"n't\b|\b(?:not|never|no|none|nobody|nothing|without|still|yet|wrong|twice|again|late|delay\w*|broken?|missing"
    r"|told|promised|wait\w*|charged?|charges"
    r"|charging|billed|billing|deducted|debited|instead|refus\w*|cancel\w*|lock\w*|expired?|closed|lost|only|fail\w*"
    r"|stopp\w*|crash\w*|error|blank|damaged?"
    r"|crack\w*|smash\w*|torn|leak\w*|cold|raw|undercooked|burnt|mould\w*|mold\w*|dirty|rude\w*|shout\w*|swore|hung up"
    r"|laughed (?:at|when|in)|ignor\w*|unanswered|fell|"
    r"drops?|dropp\w*|dead|down|off|stuck|froze\w*|freez\w*|left (?:my|me|us|our)|deleted|wiped|scratched|fined|hair"
    r"|noise|leak|gone|vanish\w*|disappear\w*|shorter|smaller|bigger|faulty|defective|declin\w*|reject\w*|denied"
    r"|overcharg\w*|double[ds]?|twice|times|three times|extra|fees?|fine|penalty|already|since|should|supposed|due"
    r"|missed|mistake|unauthori[sz]ed|hack\w*|stolen"
    r"|blocked|banned|suspended|increased?|went up|gone up|increase|raised|rash|injur\w*|sick|screw|hair|insect|mix\w*"
    r"|swapped|empty|half|short|wet|soaked|melted|"
    r"keeps?|kept|bounced?|spilled|spilt|spoiled|stale|mice|rats?|bugs?|cockroach\w*|jams?|jammed|leaves me|stood"
    r"|waited|queued?|quit|stop|fourth|third|second"
    r"|says|shows|bill|debt|notice|explained|reported|used to|moved|messaged|phoned|texted|raised|queried|applied"
    r"|submitted|complained|trouble|problem|you (?:sent|took|gave|put|sold|kept|changed|left|moved|gave|want|asked"
    r"|have|removed)|fifth|sixth|different|another|somebody else|someone else|unread|auto-renewed|fell|ripped"
    r"|scratch\w*|dent\w*|slow\w*|asked|wrote|emailed|rang|called)\b",
    re.IGNORECASE,
)
"""Words that tell of something amiss, or of having asked before."""

STRONG = re.compile(
    r"n't\b|\b(?:not|never|nobody|no one|nothing|no|wrong|twice|broken?|broke|missing|still|charged|billed|late"
    r"|cancelled|canceled|locked|expired|lost|refused|declined|rejected|denied|turned down|banned|blocked|suspended"
    r"|stopped|crash\w*|damaged|cracked|torn|leak\w*|waiting|waited|fell|hung up|shouted|promised|told|\w+ times)\b",
    re.IGNORECASE,
)
FEELINGS = _set(
    "hope think feel felt love hate wish wonder guess know believe swear bet mean dare suppose reckon adore expect "
    "demand warn trust salute refuse cried"
    " understand appreciate enjoyed loved liked hated thank thanks realise realize fear worry mind regret remember "
    "counted congratulate thought knew"
    " sit stand cope afford wait imagine lie complain help live breathe eat sleep take keep go want need wanted ask "
    "could should would will shall won't may might can must"
)
"""First verbs after "I" that tell no matter."""

CORE_FINITE = _set(
    "is are was were has have had isn't aren't wasn't weren't hasn't haven't doesn't don't didn't can't won't keeps "
    "came arrived went says said shows took fell leaks crashed drops ran vanished disappeared"
)
"""Finite forms that are no participle as well: "a lost bag" is no clause."""

UNSAYABLE = re.compile(
    r"\b(?:fuck\w*|f\*+\w*|shit\w*|sh\*t|crap\w*|damn\w*|bloody|arse\w*|ass|asses|bastards?|bitch\w*|cunts?|dicks?"
    r"|prick\w*|piss\w*|wank\w*|twat\w*|hell|bullshit|bollocks"
    r"|scum\w*|idiot\w*|morons?|imbecil\w*|stupid\w*|clowns?|thie(?:f|ves)|thiev\w*|crooks?|crooked|robb\w*|rob"
    r"|scam\w*|fraud\w*|liars?|lying|lied|lies|lie|cheat\w*|con|cowboys|jokers?|joke|farce"
    r"|useless|incompetent\w*|pathetic|disgust\w*|disgrace\w*|shameful\w*|shameless\w*|shame|ashamed|appall\w*"
    r"|shambles|shambolic|rubbish|garbage|trash\w*|worst|terribl\w*|horribl\w*|horrid|awful\w*"
    r"|ridiculous\w*|laughable|insane|crazy|mad|ludicrous|absurd\w*|outrag\w*|atrocious|abysmal|dreadful|criminals?"
    r"|criminally|daylight|greedy|lazy|dumb|daft|ugly|fat|mug|mugs|dork|twit|fools?"
    r"|filthy|evil|heartless|cruel|callous|brazen|cheek|fed up|sick of|sick to|sick and tired|tired of|furious|fuming"
    r"|livid|seething|angry|fume|raging|blood boil\w*|rip-?off|conn?ed|stole|stealing|steals|robot overlords"
    r"|kill\w*|murder\w*|suicid\w*|die|dies|died|dying|death|dead (?!line|battery|spot|zone|pixel)\w+|deceased"
    r"|late (?:husband|wife|father|mother|sister|brother|mum|mam|dad|nan|gran|son|daughter)|funeral|widow\w*|widower"
    r"|passed away|bereave\w*|buried|burial|cancer|chemo\w*|dementia|alzheimer\w*|parkinson\w*|tumou?r|miscarri\w*"
    r"|stillb\w*|depress\w*|anxi\w*|ptsd|panic attacks?|self-harm\w*|eating disorder"
    r"|disorder|puffer|inhalers?|asthma\w*|hospital|ambulance|insulin|surgery|heart patient|pregnan\w*|recovery"
    r"|therapy|therapist|hospice|terminal illness|heart attack|stroke|stroked|seizures?|epilep\w*|copd|dialysis|icu"
    r"|groped|raped?|assault\w*|abus\w*|harass\w*|stalk\w*|molest\w*|hiv"
    r"|court|lawyers?|solicitors?|attorney|sue|suing|ombudsman|police|trading standards|regulator|chargeback|disput\w*"
    r"|lawsuit|legal|watchdog|press|bbc|newspaper|twitter|trustpilot"
    r"|switching|leaving you|never again|goodbye|bye|thank|thanks|coronation|gg|lol|lmao|rofl|wtf|wth|omg|ffs|smh"
    r"|haha\w*|hehe|lads|mate|bro|bruv|hun|aint|ain't|innit|nowt|summat|dunno|haven't a clue|gimme|wanna|gotta"
    r"|pigeons?|circus|comedy|hilarious|magic\w*|miracles?|wonderful\w*|fantastic\w*|brilliant\w*|charming\w*|lovely"
    r"|delight\w*|generous\w*|bravo|congratulations|kudos|thrill\w*|genius|masterpiece|poetry|souvenir"
    r"|apparently|obviously|clearly|surely|evidently|somehow|as usual|of course|god|jesus|christ|allah|lord|wallah"
    r"|inshallah|insha'?allah|heavens?|holy|weapons?|knife|blade|gun|bomb|burn it|fires? you"
    r"|liao|leh|lah|lor|hor|abeg|dey|dem|allyuh|kena|wahala|sef|never had to|cry|crying|cried|tears|weeping"
    r"|better hope|nothing to do tonight|know where|soldier|should be told|losing (?:my|our) mind|lose my mind|frankly"
    r"|kidney|slapped|divorce|crashed into|petrol|regretfully|lump|breast|bleeding|wound\w*|hip replacement|morphine"
    r"|never been|never had (?:a|any) (?:problem|issue|trouble)|is with you|made me|speargun|charity|never once|marry"
    r"|begg(?:ed|ing)|drugged|chapeau|told (?:\w+ ){0,2}(?:families|everyone|everybody|friends|neighbours|neighbors"
    r"|colleagues|followers)|naked|nude|drunk|racist\w*|racism|sexist|slurs?|nazi\w*|pigs?|dogs? would|monkeys?"
    r"|donkeys?|vultures?|vampires?|parasites?|leech\w*|sharks|gangsters?|bandits|weasels?|snakes?)\b",
    re.IGNORECASE,
)
"""Insults, curses, threats, sneers, and what touches illness, death or violence: never said back."""

LIKENING = re.compile(
    r"\b(?:like (?:a|an|the|some|it's|clockwork|we're|I'm|i'm|they)|as if|as though|as (?:hell|fuck)|than (?:a|an"
    r"|my) (?:wet|dog|nan|gran|cat|chihuahua))\b",
    re.IGNORECASE,
)
SNEER = re.compile(
    r"\b(?:(?:so|how|very) (?:kind|good|nice|thoughtful|proud|generous)|love (?:how|that|the)|thanks for (?:the"
    r"|nothing)|thank you for (?:the|nothing)|well done|(?:beautiful|great|lovely|excellent|superb) (?:service|work"
    r"|security|idea)|i thank|great job|top job|nice one|bless)\b",
    re.IGNORECASE,
)
