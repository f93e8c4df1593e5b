"""What can go wrong with the store of practice.

StoreError
├── NotAllowed            someone asks for what is another's
├── NoSuch                there is nothing with that id
├── LastAdministrator     nobody would be left who administers
├── Taken                 a name that has to be its bearer's alone is another's
├── AttemptChanged        the attempt went on elsewhere meanwhile
├── AttemptOver           it is finished, or holds as many tries as it may
├── SetOver               the set's deadline is past
├── SetBegun              somebody has begun the set
├── NotInSet              the scenario is not of that set
├── InvitationOver        the invitation is unknown, withdrawn or too old
│   └── InvitationFull    it has made as many people as it may
├── GroupTooSmall         a total of so few would tell of each
├── BadValue              a value that the tables do not take
├── BadUrl                an address that is no database's
├── StoreUnreachable      nobody answers there, or it is not to be read
├── StoreBusy             others write, again and again
├── StoreFault            the database refuses what it was given
├── ForeignDatabase       it is there and it is not ours
├── NewerDatabase         a later version of the program wrote it
├── NoDowngrade           a schema is never taken back
├── NotEmpty              a restore would lose what is there
└── BadBackup             a file that is no whole backup
"""

from typing import ClassVar

from coach.errors import CoachError


class StoreError(CoachError):
    """The store refuses, or cannot be used."""

    code = "practice-store"


class NotAllowed(StoreError):
    """Someone asks for what is not theirs to see or do."""

    code = "not-allowed"
    text: ClassVar[dict[str, str]] = {
        "en": "this is not open to you: {what}; ask your trainer or an administrator",
        "ar": "هذا غير متاح لك: {what}؛ راجع مدربك أو مدير النظام",
    }


class NoSuch(StoreError):
    """There is nothing with that id."""

    code = "no-such"
    text: ClassVar[dict[str, str]] = {
        "en": "there is no {kind} with the id {name}; check it",
        "ar": "لا وجود لـ{kind} بالمعرّف {name}؛ تحقق منه",
    }


class LastAdministrator(StoreError):
    """Nobody would be left who administers."""

    code = "last-administrator"
    text: ClassVar[dict[str, str]] = {
        "en": "this is the only administrator; make somebody else an administrator first",
        "ar": "لا يوجد مدير نظام غيره؛ عيّن مديرًا آخر أولًا",
    }


class Taken(StoreError):
    """A name that has to be its bearer's alone is another's."""

    code = "taken"
    text: ClassVar[dict[str, str]] = {
        "en": "{what} is already another person's; give one of their own",
        "ar": "{what} لشخص آخر من قبل؛ اختر ما يخص هذا الشخص وحده",
    }


class AttemptChanged(StoreError):
    """Two replies were given to the same state of an attempt."""

    code = "attempt-changed"
    text: ClassVar[dict[str, str]] = {
        "en": "this attempt went on elsewhere meanwhile; load it again, then send the reply",
        "ar": "تقدّمت هذه المحاولة من مكان آخر في هذه الأثناء؛ حمّلها من جديد ثم أرسل الرد",
    }


class AttemptOver(StoreError):
    """An attempt takes no further try."""

    code = "attempt-over"
    text: ClassVar[dict[str, str]] = {
        "en": "this attempt is over; start a new one",
        "ar": "انتهت هذه المحاولة؛ ابدأ محاولة جديدة",
    }


class SetOver(StoreError):
    """A set whose deadline is past takes no new attempt."""

    code = "set-over"
    text: ClassVar[dict[str, str]] = {
        "en": "the set's deadline is past; ask your trainer for another date, or practise the scenario outside of the set",
        "ar": "انتهى موعد هذه الحزمة؛ اطلب من مدربك موعدًا آخر أو تدرّب على الموقف خارجها",
    }


class SetBegun(StoreError):
    """A set that somebody has begun is not changed any more."""

    code = "set-begun"
    text: ClassVar[dict[str, str]] = {
        "en": "somebody has begun this set, so it stays as it is; copy it and change the copy",
        "ar": "بدأ أحدهم هذه الحزمة فتبقى كما هي؛ انسخها وعدّل النسخة",
    }


class NotInSet(StoreError):
    """A scenario that the set does not have."""

    code = "not-in-set"
    text: ClassVar[dict[str, str]] = {
        "en": "this scenario is not in the set; choose one of the set's, or leave the set out",
        "ar": "هذا الموقف ليس من الحزمة؛ اختر موقفًا منها أو تدرّب خارجها",
    }


class InvitationOver(StoreError):
    """An invitation opens nothing (any more)."""

    code = "invitation-over"
    text: ClassVar[dict[str, str]] = {
        "en": "this invitation is unknown or no longer valid; ask for a new one",
        "ar": "هذه الدعوة غير معروفة أو لم تعد صالحة؛ اطلب دعوة جديدة",
    }


class InvitationFull(InvitationOver):
    """An invitation has let in as many people as it may."""

    code = "invitation-full"
    text: ClassVar[dict[str, str]] = {
        "en": "this invitation has let in {limit} people, its limit; ask for a new one",
        "ar": "بلغت هذه الدعوة حدّها في عدد المنضمين وهو {limit}؛ اطلب دعوة جديدة",
    }


class GroupTooSmall(StoreError):
    """A total of so few people would tell of each."""

    code = "group-too-small"
    text: ClassVar[dict[str, str]] = {
        "en": "totals are shown for groups of at least {least} agents, so that they tell of nobody in particular",
        "ar": "لا تُعرض المجاميع إلا لمجموعة لا يقل عدد موظفيها عن {least}، حتى لا تكشف حال أحد بعينه",
    }


class BadValue(StoreError):
    """A value that the tables do not take."""

    code = "bad-value"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: قيمة غير مقبولة: {what}"}


class BadUrl(StoreError):
    """An address that is no database's."""

    code = "bad-database-url"
    text: ClassVar[dict[str, str]] = {
        "en": "the database's address cannot be used; give sqlite:///FILE or postgresql://USER@HOST/NAME",
        "ar": "عنوان قاعدة البيانات غير صالح؛ اكتبه بصيغة ‎sqlite:///FILE أو ‎postgresql://USER@HOST/NAME",
    }


class StoreUnreachable(StoreError):
    """Nobody answers at the database's address, or it cannot be read."""

    code = "store-unreachable"
    text: ClassVar[dict[str, str]] = {
        "en": "the database {where} cannot be reached or read; check its address, its rights and whether it is running",
        "ar": "تعذر الوصول إلى قاعدة البيانات {where} أو قراءتها؛ تحقق من العنوان والصلاحيات ومن أن الخدمة تعمل",
    }


class StoreBusy(StoreError):
    """Others write at the same time, again and again."""

    code = "store-busy"
    text: ClassVar[dict[str, str]] = {
        "en": "the database is busy; nothing was changed: try again in a moment",
        "ar": "قاعدة البيانات مشغولة ولم يتغير شيء؛ أعد المحاولة بعد لحظات",
    }


class StoreFault(StoreError):
    """The database refuses what it was given. Its own words would quote the row, so only its code is told."""

    code = "store-fault"
    text: ClassVar[dict[str, str]] = {
        "en": "the database refused with the code {what}; nothing was changed: report it with this code",
        "ar": "رفضت قاعدة البيانات العملية بالرمز {what} ولم يتغير شيء؛ أبلغ عن الخلل مع ذكر هذا الرمز",
    }


class ForeignDatabase(StoreError):
    """It is there, and it is not ours."""

    code = "foreign-database"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} is not a practice database; give another address, or an empty database",
        "ar": "{where} ليست قاعدة بيانات للتدريب؛ اختر عنوانًا آخر أو قاعدة فارغة",
    }


class NewerDatabase(StoreError):
    """A later version of the program wrote it."""

    code = "newer-database"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} has the schema {found}, this program knows up to {known}; install a newer reply-coach",
        "ar": "مخطط {where} هو {found} وهذا الإصدار لا يعرف ما بعد {known}؛ ثبّت إصدارًا أحدث من reply-coach",
    }


class NoDowngrade(StoreError):
    """A schema is never taken back: that would lose what the older one has no place for."""

    code = "no-downgrade"
    text: ClassVar[dict[str, str]] = {
        "en": "the schema is not taken back to {to}, which would lose data; restore a backup made with that version",
        "ar": "لا يُعاد المخطط إلى {to} لأن ذلك يضيّع بيانات؛ استعد نسخة احتياطية أُنشئت بذلك الإصدار",
    }


class NotEmpty(StoreError):
    """A restore would lose what is there."""

    code = "not-empty"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} already holds practice data, which a restore replaces; back it up, then restore with force",
        "ar": "في {where} بيانات تدريب ستحل الاستعادة محلها؛ خذ منها نسخة احتياطية ثم أعد الاستعادة مع الإجبار",
    }


class BadBackup(StoreError):
    """A file that is no whole backup of ours."""

    code = "bad-backup"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} is not a whole backup: {what}; nothing was changed",
        "ar": "{where} ليس نسخة احتياطية سليمة: {what}؛ لم يتغير شيء",
    }
