"""What the demo's deputies, units and clerks write."""

from datetime import date, timedelta

from suggestions.deadline_steps import cn

_COUNTED = "一二三四五六七八九"

CONTACT_NOTES = {
    "before": "就建议的背景和具体诉求与代表沟通，代表介绍了走访中了解到的情况，希望先解决群众反映最集中的问题。",
    "during": "邀请代表到现场察看，介绍工作方案和进度。代表对总体思路表示认可，建议进一步明确完成时限并加强公示。",
    "after": "送达书面答复并当面听取意见。代表肯定了办理工作，希望按计划推进并及时反馈进展。",
}
PLACES = {"face_to_face": "代表工作室", "field_visit": "建议所涉现场", "on_site": "建议所涉现场"}
DEPUTY_HEADS = ("卢建国", "丁海燕", "邹志强", "汪晓梅", "石立新")
SECTIONS = ("办公室", "综合科", "规划建设科", "法制科")
STANDARD = "所提事项逐条有答复、有时限；能办的年内办成，经代表现场认可。"
PRAISE = (
    "答复实在，承诺有时限，请继续抓好落实。",
    "办理过程中多次沟通，群众已经看到变化。",
    "感谢承办单位的认真办理。",
    "措施具体，建议定期向社会公布进展。",
    "",
    "",
)
COMPLAINTS = (
    "答复没有写明完成时间，群众最关心的问题没有回应，请重新研究。",
    "答复内容与实际不符，现场情况没有变化，希望承办单位到现场看一看再答复。",
    "只讲了面上工作，没有针对建议提出的三条逐一回应。",
)
EXTENSION_REASON = "建议涉及的项目须经专家论证并与省级规划衔接，论证会定于下月召开，按期答复难以写明建设时序。"
WORK_DONE = "已完成现场勘查和初步方案，征求了相关部门意见；下一步组织专家论证并与代表再次面商。"
RETURN_REASON = "经核对“三定”规定，该事项的规划、建设和管理职责均不在我单位，建议改由职责单位主办，我单位积极配合。"
ADDITION_REASON = "建议第二条涉及该单位职责，须由其提出意见后方能统一答复。"
LATE_REASON = "多次催请，对方答复仍在履行内部程序；为不耽误答复期限，已按电话沟通的意见起草。"
URGING = "此件已超过答复期限，请抓紧办理，并将预计答复日期告知代表工作机构。"
URGING_ANSWER = "初稿已经完成，正在征求协办单位意见，主要负责人审签后报送。"
MEETING_MINUTES = (
    "代表认为两次答复都没有说明何时动工，群众反映强烈。\n"
    "承办单位说明，所提事项超出现行规划，今年没有安排资金，已列入下一轮规划的研究事项。"
)
MEETING_CONCLUSION = "承办单位在下一轮规划编制时邀请代表参加论证，每半年书面告知进展；代表表示理解，同意就此办结。"


def body(topic, place: str) -> str:
    """The suggestion as printed on the sheet: the trouble, then the asks one by one."""
    asks = "\n".join(f"  （{_COUNTED[n]}）{ask}。" for n, ask in enumerate(topic.asks))
    return (
        f"  一、情况和问题\n  {topic.problem.format(place=place)}\n\n"
        f"  今年以来，我们先后走访了{place}的六个社区和四个村，召开座谈会三次，听取群众、基层干部和有关单位意见，"
        f"大家普遍希望尽快研究解决。\n\n  二、具体建议\n{asks}"
    )


_VAGUE = "已列入工作安排，明确了责任科室和完成时限。"
_MENDED = "已列入年度工作安排，由{section}负责，{day}前完成，完成后请代表现场查看。"


def reply(
    item, topic, *, lead: str, assisting: list[str], dated_on: date, second: bool, signatory: str, mended: bool = False
) -> str:
    """A reply letter in the usual form (domain.md 6.5). `mended`: written again, with what the first one left open."""
    together = f"经会同{'、'.join(assisting)}研究，" if assisting else "经研究，"
    opening = (
        "收到您的反馈意见后，我单位主要负责人到现场重新调查，并与您面商。现再次答复如下："
        if second
        else f"现{together}答复如下：".replace("现经", "经")
    )
    answers = "\n".join(
        f"  （{_COUNTED[n]}）关于“{ask}”。{_step(n, dated_on) if mended else _VAGUE}"
        for n, ask in enumerate(topic.asks)
    )
    return (
        f"{item.proposer}{'' if item.lead_deputy_id is None else '代表'}：\n"
        f"  您在{item.session}上提出的《{item.title}》（第{item.number}号）收悉。{opening}\n\n"
        f"  一、已开展的工作\n  {topic.done}\n\n"
        f"  二、对所提建议的逐条答复\n{answers}\n\n"
        f"  三、下一步安排\n  {topic.plan}\n\n"
        f"  感谢您对我们工作的关心和支持。\n\n{lead}\n{signatory}\n{cn(dated_on)}"
    )


def _step(n: int, dated_on: date) -> str:
    day = dated_on + timedelta(days=60 + 30 * n)
    return _MENDED.format(section=SECTIONS[n % len(SECTIONS)], day=cn(day))


def measures(topic) -> str:
    """One line for each ask, and who keeps the deputy informed."""
    asks = "\n".join(f"{n}. 针对“{ask}”，踏勘后提出方案，列入工作计划。" for n, ask in enumerate(topic.asks, 1))
    return f"{asks}\n{len(topic.asks) + 1}. 每月向代表通报一次进展。"


def opinion(item, unit: str) -> str:
    return (
        f"关于《{item.title}》（第{item.number}号）的协办意见：\n"
        f"  一、{unit}赞成代表提出的意见，涉及本单位职责的事项已列入工作计划。\n"
        "  二、所需资金和用地，按程序报批后予以支持。\n"
        "  三、请主办单位在方案确定后及时告知，以便同步推进。\n"
        "  以上意见供你单位统一答复代表时参考。"
    )
