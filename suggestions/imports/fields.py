"""The columns of the three tables an office brings, with the names they go by."""

from suggestions.imports.columns import Field

LEDGER = (
    Field("number", "编号", ("案号", "建议编号", "建议号", "序号", "编码", "流水号", "提案号")),
    Field("title", "标题", ("案由(标题)", "案由", "建议标题", "题目", "建议题目", "建议名称", "名称", "标题(案由)")),
    Field("kind", "类型", ("案别", "建议类型", "文种", "种类")),
    Field(
        "period",
        "提出时间",
        ("状态(会议/闭会)", "会议期间", "会议/闭会", "大会/闭会", "会中/会后", "提出时期", "提出时段", "会议状态"),
    ),
    Field("session", "会议", ("会议名称", "届次", "会次", "届次会议", "所属会议")),
    Field("lead_deputy", "领衔代表", ("领衔人", "提出代表", "提出人", "代表姓名", "提建议人", "建议人", "第一提案人")),
    Field("delegation", "代表团", ("领衔代表所在代表团", "所在代表团", "所属代表团", "代表团名称")),
    Field("co_signer_count", "附议人数", ("联名人数", "附议数")),
    Field("co_signers", "附议代表", ("附议人", "联名代表", "附议人姓名", "联名人")),
    Field("category", "类别", ("性质类别", "建议类别", "分类", "建议分类", "内容分类")),
    Field("publicity", "是否公开", ("公开意见", "公开情况", "公开属性", "能否公开")),
    Field("lead_units", "主办单位", ("承办单位", "主办", "分办单位", "主办部门", "承办部门")),
    Field("assisting_units", "协办单位", ("会办单位", "协办", "会办", "协办部门")),
    Field("stage", "当前环节", ("环节", "状态", "办理状态", "当前状态", "建议状态", "办理环节", "进度")),
    Field(
        "submitted_on",
        "收到日期",
        ("登记日期", "登记时间", "收到时间", "提出日期", "提交日期", "提交时间", "收文日期", "收文时间", "创建时间"),
    ),
    Field("assigned_on", "交办日期", ("交办时间",)),
    Field("replied_on", "答复日期", ("主办答复日期", "答复时间", "主办答复时间", "办复日期", "办复时间")),
    Field("result_class", "办理结果类别", ("类别标记", "办理结果", "答复类别", "办复类别", "结果类别", "答复分类")),
    Field("document_number", "文号", ("答复文号", "发文字号", "公文号", "发文号")),
    Field("signatory", "签发人", ("答复签发人",)),
    Field("instruction", "交办意见", ("拟办意见", "交办说明")),
    Field("body", "正文", ("建议内容", "内容", "建议正文")),
    Field("suggested_unit", "代表建议的承办单位", ("建议承办单位", "建议主办单位")),
    Field("attitude", "对办理态度", ("办理态度", "对办理工作", "态度满意度")),
    Field("grade", "对办理结果", ("办理结果满意度", "满意度", "代表评价", "反馈结果", "对办理结果评价")),
    Field("judged_on", "反馈日期", ("反馈时间", "评价日期", "评价时间")),
    Field("comment", "反馈意见", ("代表意见", "意见建议", "评价意见")),
)

ASSISTING = (
    Field("number", "编号", ("案号", "建议编号", "建议号", "序号")),
    Field("unit", "协办单位", ("会办单位", "单位", "单位名称", "承办单位")),
    Field("signed_at", "签收时间", ("系统签收时间", "签收日期", "接收时间")),
    Field("filed_at", "协办意见提交时间", ("协办意见回复时间", "回复时间", "协办意见时间", "反馈时间", "答复时间")),
    Field("state", "协办状态", ("状态", "办理状态", "会办状态")),
)

UNITS = (
    Field("name", "单位名称", ("名称", "单位", "承办单位", "单位全称")),
    Field("parent", "上级分组", ("上级单位", "上级", "分组", "主管单位", "所属分组")),
    Field("short_name", "简称", ("单位简称",)),
    Field("system", "办理系统", ("系统", "所属系统")),
    Field("is_group", "是否分组", ("仅作分组", "分组标记")),
)

# Without these columns the table cannot be that table.
REQUIRED = {
    "ledger": (("number", "title"),),  # one of them
    "assisting": (("number",), ("unit",)),
    "units": (("name",),),
}
FIELDS = {"ledger": LEDGER, "assisting": ASSISTING, "units": UNITS}
